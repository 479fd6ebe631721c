using Vigie.Core;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Schedules;
using Vigie.Scene.Rules.Shadows;

namespace Vigie.Scene.Rules;

/// <summary>One rule of a camera with what every rule has: its limit, its schedule, its shadow time.</summary>
internal sealed class RuleWatch
{
    // Frames that come further apart than this were not watched in between.
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);

    private readonly RuleSettings _settings;
    private readonly FrameFormat _format;
    private DateTimeOffset _wall;
    private TimeSpan? _last;
    private long _minute = long.MinValue;
    private volatile bool _isOpen = true;
    private DateTimeOffset _intervalFrom;
    private TimeSpan _intervalWatched;

    /// <summary>Makes the rule, which has seen nothing yet.</summary>
    public RuleWatch(int index, RuleSettings settings, SceneGround ground, ShadowLedger? shadow)
    {
        (Index, _settings, _format, Shadow) = (index, settings, ground.Format, shadow);
        Rule = settings.Build(ground);
        Limit = new RateLimit(settings.Limit);
    }

    /// <summary>Which rule it is, from 0.</summary>
    public int Index { get; }

    /// <summary>The rule itself.</summary>
    public Rule Rule { get; }

    /// <summary>How often it may speak.</summary>
    public RateLimit Limit { get; }

    /// <summary>What it would have said; null: it speaks from its first frame.</summary>
    public ShadowLedger? Shadow { get; }

    /// <summary>Whether its schedule was open at the last frame. Any thread.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether it is not yet to be heard.</summary>
    public bool IsInShadow { get; private set; }

    /// <summary>A frame comes: how the rule stands.</summary>
    /// <param name="at">Its frame time.</param>
    /// <param name="wall">Its own stamp; decides alone whether the schedule is open.</param>
    /// <returns>Whether the schedule has just opened or closed.</returns>
    public bool Enter(TimeSpan at, DateTimeOffset wall)
    {
        bool wasOpen = _isOpen;
        _wall = wall;
        if (_settings.Schedule is Schedule schedule)
        {
            // Schedules are told in minutes. A frame without a stamp lies in none.
            long minute = wall.UtcTicks / TimeSpan.TicksPerMinute;
            if (minute != _minute)
            {
                (_minute, _isOpen) = (minute, wall >= DateTimeOffset.UnixEpoch && schedule.IsOpen(wall));
            }
        }

        TimeSpan since = Since(at, wasOpen);
        _intervalWatched += since;
        EnterShadow(since);
        return wasOpen != _isOpen;
    }

    /// <summary>A signal would have started.</summary>
    public void CountShadow(in SceneEvent first) =>
        Shadow!.Count(_wall < DateTimeOffset.UnixEpoch ? 0 : _settings.Calendar.LocalOf(_wall).Hour, first.Box, _format);

    /// <summary>Tells the rule that its interval of the clock is over, where it is.</summary>
    /// <param name="isLast">Whether no frame of this life follows, or none before the schedule opens again.</param>
    /// <param name="signals">Where it says what it came to.</param>
    public void CloseInterval(bool isLast, SignalWriter signals)
    {
        if (Rule.Interval is not TimeSpan length || _wall < DateTimeOffset.UnixEpoch)
        {
            return;
        }

        DateTimeOffset from = new(_wall.UtcTicks - _wall.UtcTicks % length.Ticks, TimeSpan.Zero);
        if ((isLast || from != _intervalFrom) && _intervalWatched > TimeSpan.Zero)
        {
            Rule.Close(new ClockInterval(_intervalFrom, length, _intervalWatched < length ? _intervalWatched : length), signals);
            _intervalWatched = TimeSpan.Zero;
        }

        _intervalFrom = from;
    }

    // Of the time between two frames the one before it says whether it was watched.
    private TimeSpan Since(TimeSpan at, bool wasOpen)
    {
        TimeSpan since = at - (_last ?? at);
        _last = at;
        return wasOpen && since > TimeSpan.Zero && since <= LongestGap ? since : TimeSpan.Zero;
    }

    private void EnterShadow(TimeSpan since)
    {
        if (Shadow is null)
        {
            return;
        }

        if (Shadow.IsOver)
        {
            if (IsInShadow)
            {
                // What was held back in the shadow is told in its tally, not in the first event.
                Limit.TakeHeld();
            }

            IsInShadow = false;
            return;
        }

        IsInShadow = true;
        Shadow.Watch(since);
    }
}
