using System.Collections.Immutable;

namespace Vigie.Appliance.Health;

/// <summary>What allows the box to look, and what keeps it from looking.</summary>
/// <param name="TimeTrusted">Whether the box knows the time for certain.</param>
/// <param name="TimeProblem">Why not; null where it does.</param>
/// <param name="Mandates">What was ordered, newest first.</param>
/// <param name="KillSwitch">The press that is in force, which a lift must name; null where the switch is not pressed.</param>
internal sealed record OrdersHealth(bool TimeTrusted, string? TimeProblem, ImmutableArray<MandateHealth> Mandates, string? KillSwitch);
