using Vigie.Contract;

namespace Vigie.Appliance.Evaluation;

/// <summary>Something that happens in a clip, as a person saw it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Zone">Number of the zone or line where.</param>
/// <param name="From">When it begins, clip time.</param>
/// <param name="To">When it is over, clip time; not before <paramref name="From"/>.</param>
/// <param name="Due">From when on it can be said: <paramref name="From"/>, or later where it must first have lasted.</param>
/// <param name="Outward">Of a line: which way; null: either.</param>
public sealed record TruthEvent(EventKind Kind, int Zone, TimeSpan From, TimeSpan To, TimeSpan Due, bool? Outward);
