using System.Globalization;
using System.Text;
using Vigie.Core;
using Vigie.Trust.Time;

namespace Vigie.Trust.Mandates;

/// <summary>
/// Answers what may run now. <see cref="Tick"/> is called once a second; between two ticks, an answer still ends with the mandate's
/// last second, and a desk that is not ticked any more answers no. Answers may be asked for from any thread; ticks come from one.
/// </summary>
public sealed class MandateDesk
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);
    private static readonly int[] AnnouncedDays = [30, 7, 1];

    private readonly MandateStore _store;
    private readonly TrustedTime _time;
    private readonly TimeProvider _clock;
    private readonly Func<string, string, int?> _precision;
    private readonly Dictionary<string, MandateState> _said = [];
    private readonly HashSet<string> _announced;
    private bool _trusted;
    private string? _unkept;
    private volatile View _view;

    /// <summary>Opens the desk; the first tick is done.</summary>
    /// <param name="store">Mandates of this box.</param>
    /// <param name="time">The time they are judged by.</param>
    /// <param name="precision">Measured precision in per cent of a kind of events on a camera; null where it was not measured.</param>
    /// <param name="clock">Its monotonic clock ends answers between ticks.</param>
    /// <param name="first">What there is to tell at once.</param>
    public MandateDesk(
        MandateStore store, TrustedTime time, Func<string, string, int?> precision, TimeProvider clock, out IReadOnlyList<MandateNotice> first)
    {
        (_store, _time, _precision, _clock) = (store, time, precision, clock);
        _view = new View(new Standing(default, []), 0, TimeSpan.Zero);
        _announced = File.Exists(store.AnnouncedPath) ? [.. File.ReadLines(store.AnnouncedPath)] : [];
        List<MandateNotice> notices = [.. Tick()];
        if (!_trusted)
        {
            notices.Insert(0, new MandateNotice(MandateNoticeKind.TimeLost, "", _view.Standing.Time.Reason));
        }

        first = notices;
    }

    /// <summary>What the disk did not take or give at the last tick, all of which is tried again; null where it did.</summary>
    public string? Problem => _time.Problem ?? _unkept ?? _store.Refused.Problem;

    /// <summary>How things stood at the last tick.</summary>
    public Standing Standing => _view.Standing;

    /// <summary>Looks at time and store again.</summary>
    /// <returns>What changed since, for journal and people; where it is about a mandate, what runs is to be asked for again.</returns>
    public IReadOnlyList<MandateNotice> Tick()
    {
        // Read and verified anew each second: some 0.1 ms a mandate, and nobody can change a file behind its back.
        IReadOnlyList<InstalledMandate> mandates = _store.Read();
        long at = _clock.GetTimestamp();
        Standing standing = new(_time.Read(), mandates);
        TimeSpan left = standing.NextChange - standing.Time.Now ?? Stale;
        _view = new View(standing, at, left < Stale ? left : Stale);
        List<MandateNotice> notices = [.. TimeNotices(standing.Time), .. _store.Refused.Take()];
        foreach (InstalledMandate mandate in mandates)
        {
            MandateState state = standing.StateOf(mandate);
            if (!_said.TryGetValue(mandate.Hash, out MandateState before) || before != state)
            {
                if (_said.ContainsKey(mandate.Hash) && before == MandateState.Stopped)
                {
                    notices.Add(new MandateNotice(MandateNoticeKind.Lifted, mandate.Hash, $"what stopped the mandate of {mandate.Title} was lifted"));
                }

                _said[mandate.Hash] = state;
                notices.Add(Words(mandate, state));
            }
        }

        if (_unkept is not null)
        {
            KeepAnnounced();
        }

        foreach (string gone in _said.Keys.Except(mandates.Select(mandate => mandate.Hash)).ToList())
        {
            _said.Remove(gone);
            notices.Add(new MandateNotice(MandateNoticeKind.Removed, gone, "the mandate was replaced by a newer version, taken off this box, or its file damaged"));
        }

        return [.. notices, .. Announcements(standing)];
    }

    /// <summary>Whether a kind of events or statistics may run on a camera now. Allocates nothing where it may.</summary>
    /// <param name="kind">Its name on the wire.</param>
    /// <param name="camera">Camera of the box's configuration.</param>
    /// <param name="reason">Where it may not: why, for an elected member.</param>
    public bool Allows(string kind, string camera, out string reason)
    {
        return TryFind(camera, out InstalledMandate? found, out reason) && Lists(found, kind, camera, out reason);
    }

    /// <summary>
    /// Whether an order that lies here lists a kind for a camera, be it in date or not, and whether the time is known or not: what a
    /// configuration is compared with, when no hub can have told the time yet. Nothing starts by this.
    /// </summary>
    public bool Foresees(string kind, string camera, out string reason) =>
        TryForesee(camera, out InstalledMandate? found, out reason) && Lists(found, kind, camera, out reason);

    /// <summary>The same for a class of objects.</summary>
    public bool ForeseesClass(string name, string camera, out string reason) =>
        TryForesee(camera, out InstalledMandate? found, out reason) && ListsClass(found, name, out reason);

    /// <summary>Whether a class of objects may be looked for on a camera now. Allocates nothing where it may.</summary>
    public bool AllowsClass(string name, string camera, out string reason) =>
        TryFind(camera, out InstalledMandate? found, out reason) && ListsClass(found, name, out reason);

    /// <summary>Hash of the mandate that a camera works under, for context records; null where there is none.</summary>
    public string? MandateOf(string camera) => TryFind(camera, out InstalledMandate? found, out _) ? found.Hash : null;

    private static bool ListsClass(InstalledMandate found, string name, out string reason)
    {
        bool lists = found.Mandate.Classes.Contains(name);
        reason = lists ? "" : $"the mandate of {found.Title} does not list {name}; it lists {string.Join(", ", found.Mandate.Classes)}";
        return lists;
    }

    // In force before waiting, waiting before ended, ended before stopped: in the order of the states.
    private bool TryForesee(string camera, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out InstalledMandate? mandate, out string reason)
    {
        Standing standing = _view.Standing;
        mandate = standing.Mandates.Where(candidate => candidate.Cameras.Contains(camera)).MinBy(standing.StateOf);
        reason = mandate is null ? standing.ReasonAgainst(camera, _store.Box) : "";
        return mandate is not null;
    }

    private bool Lists(InstalledMandate found, string kind, string camera, out string reason)
    {
        Mandate mandate = found.Mandate;
        reason = "";
        bool statistic = mandate.Statistics.Contains(kind);
        if (!statistic && !mandate.Events.Contains(kind))
        {
            reason = $"the mandate of {found.Title} does not list it; it lists {string.Join(", ", mandate.Events.Concat(mandate.Statistics))}";
            return false;
        }

        if (!statistic && mandate.MinimumPrecision > 0 && !(_precision(kind, camera) >= mandate.MinimumPrecision))
        {
            string measured = _precision(kind, camera) is int known ? $"{known} of 100 are certain" : "nobody has measured it";
            reason = string.Create(CultureInfo.InvariantCulture, $"the mandate of {found.Title} asks that {mandate.MinimumPrecision} of 100 signals be right; of {kind} {measured}");
            return false;
        }

        return true;
    }

    private bool TryFind(string camera, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out InstalledMandate? mandate, out string reason)
    {
        View view = _view;
        bool fresh = _clock.GetElapsedTime(view.At) < view.Holds;
        mandate = fresh ? view.Standing.For(camera) : null;
        reason = mandate is not null ? ""
            : fresh ? view.Standing.ReasonAgainst(camera, _store.Box)
            : "a mandate has just begun or ended, or the box has lost count of time: it is being looked at again";
        return mandate is not null;
    }

    private IEnumerable<MandateNotice> TimeNotices(TimeReading time)
    {
        if (time.Trusted != _trusted)
        {
            _trusted = time.Trusted;
            yield return time.Trusted
                ? new(MandateNoticeKind.TimeTrusted, "", $"it is {time.Now:u} by {_time.Source}")
                : new(MandateNoticeKind.TimeLost, "", time.Reason);
        }

        if (_time.SetBackBy is TimeSpan back)
        {
            yield return new(MandateNoticeKind.ClockSetBack, "", string.Create(CultureInfo.InvariantCulture, $"the system's clock was set back by {back.TotalSeconds:0} s; trusted time goes on"));
        }
    }

    private static MandateNotice Words(InstalledMandate mandate, MandateState state) => state switch
    {
        MandateState.InForce => new(MandateNoticeKind.InForce, mandate.Hash, $"the mandate of {mandate.Title} is in force until {mandate.Mandate.To:u}"),
        MandateState.Waits => new(MandateNoticeKind.Waits, mandate.Hash, $"the mandate of {mandate.Title} waits for {mandate.Mandate.From:u}, or for trusted time"),
        MandateState.Ended => new(MandateNoticeKind.Ended, mandate.Hash, $"the mandate of {mandate.Title} ended on {mandate.Mandate.To:u}"),
        _ => new(MandateNoticeKind.Stopped, mandate.Hash, $"the mandate of {mandate.Title} {mandate.Obstacle!.Problem}"),
    };

    /// <summary>Of 30, 7 and 1 days, the nearest that has come and was not yet said; once each, over restarts.</summary>
    private IEnumerable<MandateNotice> Announcements(Standing standing)
    {
        foreach (InstalledMandate mandate in standing.Mandates.Where(mandate => standing.StateOf(mandate) == MandateState.InForce))
        {
            int days = AnnouncedDays.LastOrDefault(days => mandate.Mandate.To - standing.Time.Now <= TimeSpan.FromDays(days));
            string line = string.Create(CultureInfo.InvariantCulture, $"{mandate.Hash} {days}");
            if (days > 0 && IsNew(line, standing))
            {
                yield return new(MandateNoticeKind.EndsSoon, mandate.Hash, string.Create(CultureInfo.InvariantCulture, $"the mandate of {mandate.Title} ends on {mandate.Mandate.To:u}, in {(days == 1 ? "1 day" : $"{days} days")} or less"));
            }
        }
    }

    private bool IsNew(string line, Standing standing)
    {
        if (!_announced.Add(line))
        {
            return false;
        }

        _announced.RemoveWhere(old => !standing.Mandates.Any(mandate => old.StartsWith(mandate.Hash, StringComparison.Ordinal)));
        KeepAnnounced();
        return true;
    }

    // Where the disk does not keep it, the next looks try again; after a restart it might be said once more.
    private void KeepAnnounced() => _unkept = PrivateFile.TryReplace(_store.AnnouncedPath, Encoding.ASCII.GetBytes(string.Join('\n', _announced)));

    private sealed record View(Standing Standing, long At, TimeSpan Holds);
}
