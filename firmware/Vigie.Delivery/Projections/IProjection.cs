using Vigie.Contract;

namespace Vigie.Delivery.Projections;

/// <summary>Says in somebody else's words what the contract's records say. It holds no state of its own, and sends nothing itself.</summary>
public interface IProjection
{
    /// <summary>All that is retained, as things stand.</summary>
    /// <param name="rules">Every rule that is watched.</param>
    /// <param name="gone">Rules that were watched before, and are no more.</param>
    IEnumerable<ProjectedMessage> Standing(IReadOnlyCollection<RuleStanding> rules, IReadOnlyCollection<WatchedRule> gone);

    /// <summary>What an event changes.</summary>
    /// <param name="standing">How its rule stands after it.</param>
    /// <param name="happened">The event.</param>
    /// <param name="signal">The signal that it is of, as it stood.</param>
    IEnumerable<ProjectedMessage> Of(RuleStanding standing, EventRecord happened, OpenSignal signal);

    /// <summary>What a count says.</summary>
    IEnumerable<ProjectedMessage> Of(RuleStanding standing, CountRecord count);
}
