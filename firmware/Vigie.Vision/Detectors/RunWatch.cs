namespace Vigie.Vision.Detectors;

/// <summary>
/// Watches the runs of one network from a timer: tells one that takes too long to end, and says so where even that does not help.
/// Time is counted by looks at the run, each for two periods at most: a machine that stood still as a whole (suspended, starved) has
/// not kept an inference from running. A run that keeps its limit allocates nothing.
/// </summary>
internal sealed class RunWatch : IDisposable
{
    private readonly RunLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Action _terminate;
    private readonly Action _giveUp;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private bool _running;
    private bool _forbidden;
    private bool _told;
    private bool _gaveUp;
    private int _runs;
    private long _started;
    private long _looked;
    private TimeSpan _ran;
    private TimeSpan _longest;

    /// <summary>Starts watching.</summary>
    /// <param name="limits">How long is too long.</param>
    /// <param name="clock">Measures runs, and drives the timer.</param>
    /// <param name="terminate">Tells the run under way to end. Called under the watch's lock.</param>
    /// <param name="giveUp">Is told, once, that it did not.</param>
    public RunWatch(RunLimits limits, TimeProvider clock, Action terminate, Action giveUp)
    {
        (_limits, _clock, _terminate, _giveUp) = (limits, clock, terminate, giveUp);
        Limit = limits.Stuck;
        _timer = clock.CreateTimer(_ => Look(), null, RunLimits.Period, RunLimits.Period);
    }

    /// <summary>How long a run may take now.</summary>
    public TimeSpan Limit { get; private set; }

    /// <summary>
    /// Whether no run may go on: the one under way is told to end at once, one that begins all the same at the next look.
    /// </summary>
    public bool Forbidden
    {
        get
        {
            lock (_gate)
            {
                return _forbidden;
            }
        }

        set
        {
            lock (_gate)
            {
                _forbidden = value;
                if (value && _running && !_told)
                {
                    (_told, _ran) = (true, TimeSpan.Zero);
                    _terminate();
                }
            }
        }
    }

    /// <summary>A run begins.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _started = _looked = _clock.GetTimestamp();
            (_running, _told, _ran) = (true, false, TimeSpan.Zero);
        }
    }

    /// <summary>The run has ended.</summary>
    /// <param name="succeeded">Whether it gave an answer.</param>
    /// <returns>Whether it had been told to end.</returns>
    public bool End(bool succeeded)
    {
        lock (_gate)
        {
            _running = false;
            if (succeeded)
            {
                Learn(_clock.GetElapsedTime(_started));
            }
            else if (_told && _runs == 0 && !_forbidden)
            {
                Limit = Min(2 * Limit, Max(RunLimits.Most, _limits.Stuck));
            }

            return _told;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Learn(TimeSpan took)
    {
        if (_runs < RunLimits.FirstRuns)
        {
            _runs++;
            _longest = Max(_longest, took);
            Limit = Max(_limits.Stuck, RunLimits.Slowest * _longest);
        }
    }

    private void Look()
    {
        bool hopeless;
        lock (_gate)
        {
            if (!_running)
            {
                return;
            }

            long now = _clock.GetTimestamp();
            _ran += Min(_clock.GetElapsedTime(_looked, now), 2 * RunLimits.Period);
            _looked = now;
            if (!_told && (_forbidden || _ran >= Limit))
            {
                (_told, _ran) = (true, TimeSpan.Zero);
                _terminate();
            }

            hopeless = _told && !_gaveUp && _ran >= RunLimits.Patience;
            _gaveUp |= hopeless;
        }

        if (hopeless)
        {
            _giveUp();
        }
    }
}
