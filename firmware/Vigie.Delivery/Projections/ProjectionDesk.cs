using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Delivery.Projections;

/// <summary>
/// Where records become what others read: it knows which signals are open, asks each projection what to say, and leaves that to the <see cref="Mirror"/>.
/// Laboratory work is not projected: nobody may act on it, and other formats have no word for that. Any thread; only <see cref="Configure"/> waits for the disk.
/// </summary>
/// <param name="projections">Those that are switched on; none: what an earlier run has left at the broker is taken away.</param>
/// <param name="mirror">Where it goes.</param>
public sealed class ProjectionDesk(ImmutableArray<IProjection> projections, Mirror mirror)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WatchedRule, RuleStanding> _rules = [];
    private readonly HashSet<WatchedRule> _gone = [];

    /// <summary>Where it goes.</summary>
    public Mirror Mirror => mirror;

    /// <summary>These rules are watched from now on: what is retained is said anew, and what is of rules that went is taken away.</summary>
    /// <param name="rules">All of them; the same twice is one.</param>
    /// <param name="time">When.</param>
    public void Configure(IEnumerable<WatchedRule> rules, DateTimeOffset time)
    {
        HashSet<WatchedRule> asked = projections.IsEmpty ? [] : [.. rules];
        Watch(asked, time);
        // The disk is waited for in between, so that no event waits for it.
        long noted = mirror.Note(Standing().Select(message => message.Topic), asked, Gone());
        lock (_gate)
        {
            mirror.Keep(Standing(), noted);
        }
    }

    /// <summary>Projects an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="names">The context that it refers to.</param>
    public void Take(EventRecord happened, ContextRecord names)
    {
        if (happened.Flags.HasFlag(EventMarks.Laboratory) || RuleOf(happened.Camera, happened.Kind, PlaceOf(happened, names), names) is not { } named)
        {
            return;
        }

        lock (_gate)
        {
            if (Find(named) is not { } before)
            {
                return;
            }

            OpenSignal signal = SignalOf(happened, before);
            ImmutableArray<OpenSignal> others = before.Open.RemoveAll(open => open.Number == signal.Number);
            RuleStanding after = before with { Open = happened.Phase == EventPhase.End ? others : others.Add(signal), Time = happened.Time };
            _rules[after.Rule] = after;
            Say(projections.SelectMany(projection => projection.Of(after, happened, signal)));
        }
    }

    /// <summary>Projects a count.</summary>
    /// <param name="count">The count.</param>
    /// <param name="names">The context that it refers to.</param>
    public void Take(CountRecord count, ContextRecord names)
    {
        if (count.Flags.HasFlag(EventMarks.Laboratory) || RuleOf(count.Camera, EventKind.Count, ZoneOf(count.Camera, count.Zone, names), names) is not { } named)
        {
            return;
        }

        lock (_gate)
        {
            if (Find(named) is { } before)
            {
                RuleStanding after = before with { Count = count };
                _rules[after.Rule] = after;
                Say(projections.SelectMany(projection => projection.Of(after, count)));
            }
        }
    }

    private void Watch(HashSet<WatchedRule> asked, DateTimeOffset time)
    {
        lock (_gate)
        {
            _gone.UnionWith(_rules.Keys.Concat(mirror.RulesBefore));
            _gone.ExceptWith(asked);
            foreach (WatchedRule rule in _rules.Keys.Except(asked).ToArray())
            {
                _rules.Remove(rule);
            }

            foreach (WatchedRule rule in asked)
            {
                _rules.TryAdd(rule, new RuleStanding(rule, [], time));
            }
        }
    }

    private ImmutableArray<ProjectedMessage> Standing()
    {
        lock (_gate)
        {
            return [.. projections.SelectMany(projection => projection.Standing(_rules.Values, _gone))];
        }
    }

    private ImmutableArray<WatchedRule> Gone()
    {
        lock (_gate)
        {
            return [.. _gone];
        }
    }

    private void Say(IEnumerable<ProjectedMessage> messages)
    {
        foreach (ProjectedMessage message in messages)
        {
            mirror.Say(message);
        }
    }

    // Of a camera or a zone without a name nothing can be said; its rule was never announced either.
    private static WatchedRule? RuleOf(int camera, EventKind kind, string? place, ContextRecord names) =>
        place is not null && names.Cameras.TryGetValue(camera, out ContextCamera? named) ? new WatchedRule(named.Name, kind, place, false) : null;

    private static string? PlaceOf(EventRecord happened, ContextRecord names) => happened.Fault is { } fault ? TamperFaults.Name(fault)
        : happened.Zone is { } zone ? ZoneOf(happened.Camera, zone, names) : null;

    private static string? ZoneOf(int camera, int zone, ContextRecord names) =>
        names.Cameras.TryGetValue(camera, out ContextCamera? named) && named.Zones.TryGetValue(zone, out string? place) ? place : null;

    // Records do not say whether a place is a line.
    private RuleStanding? Find(WatchedRule named) =>
        _rules.TryGetValue(named, out RuleStanding? standing) || _rules.TryGetValue(named with { IsLine = true }, out standing) ? standing : null;

    // What and since when stands in the start alone.
    private static OpenSignal SignalOf(EventRecord happened, RuleStanding before) =>
        before.Open.FirstOrDefault(open => open.Number == happened.Signal) is { } known
            ? known with { Count = happened.Count }
            : new OpenSignal(happened.Signal, happened.Time, happened.Class, happened.Count);
}
