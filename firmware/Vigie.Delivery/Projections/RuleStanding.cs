using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Delivery.Projections;

/// <summary>How a rule stands: what of it is open, by number.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Open">Its open signals, the oldest first.</param>
/// <param name="Time">When that was last changed, UTC.</param>
public sealed record RuleStanding(WatchedRule Rule, ImmutableArray<OpenSignal> Open, DateTimeOffset Time)
{
    /// <summary>The last count, of a rule that counts; null before the first.</summary>
    public CountRecord? Count { get; init; }
}
