using System.Collections.Immutable;

namespace Vigie.Appliance.Health;

/// <summary>How one mandate on the box stands.</summary>
/// <param name="Title">The authority and its order's number.</param>
/// <param name="Hash">SHA-256 of what was signed, as context records and the journal call it.</param>
/// <param name="State"><c>inForce</c>, <c>waits</c>, <c>ended</c>, <c>stopped</c>.</param>
/// <param name="From">Its first second, UTC.</param>
/// <param name="To">The second at which it is over, UTC.</param>
/// <param name="OrderedCameras">The cameras of this box that it names.</param>
internal sealed record MandateHealth(
    string Title, string Hash, string State, DateTimeOffset From, DateTimeOffset To, ImmutableArray<string> OrderedCameras);
