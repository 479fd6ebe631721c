using Vigie.Contract;

namespace Vigie.Scene.Rules;

/// <summary>What a count says at the end of an interval; nothing in it is of fewer than the floor.</summary>
/// <param name="Zone">Number of the zone or line.</param>
/// <param name="Interval">Which interval.</param>
/// <param name="Floor">The smallest number that may be told.</param>
/// <param name="Classes">What may be told, by class number.</param>
public sealed record IntervalCount(int Zone, ClockInterval Interval, int Floor, IReadOnlyDictionary<int, ClassCounts> Classes);
