namespace Vigie.Trust.Journal;

/// <summary>
/// What waits for the disk, in order, with its times. It notices here when the wall clock moved against the monotonic one, and says so in a record of
/// its own before the next. Any thread.
/// </summary>
internal sealed class JournalQueue(JournalOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private List<PendingRecord> _records = [];
    private DateTimeOffset _lastWall = time.GetUtcNow();
    private TimeSpan _lastElapsed;
    private long _refused;
    private long _lost;

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>Records refused since the start.</summary>
    public long Lost => Volatile.Read(ref _lost);

    public bool TryAdd(JournalKind kind, JournalDetail detail, TaskCompletionSource<long>? durable)
    {
        lock (_gate)
        {
            NoteClock();
            if (_records.Count >= options.Capacity)
            {
                _refused++;
                Volatile.Write(ref _lost, _lost + 1);
                return false;
            }

            Put(kind, detail, durable);
            return true;
        }
    }

    /// <summary>Looks at the clock, though nothing happens.</summary>
    public bool LookAtClock()
    {
        lock (_gate)
        {
            return NoteClock();
        }
    }

    /// <summary>Takes all that waits, as one group.</summary>
    /// <param name="overflow">How many were refused since the last time: what the group's last record says.</param>
    public List<PendingRecord> Take(out long overflow)
    {
        lock (_gate)
        {
            overflow = _refused;
            if (_refused > 0)
            {
                Put(JournalKind.Overflowed, JournalDetail.Empty.With("count", _refused), null);
                _refused = 0;
            }

            List<PendingRecord> taken = _records;
            _records = [];
            return taken;
        }
    }

    private void Put(JournalKind kind, JournalDetail detail, TaskCompletionSource<long>? durable) =>
        _records.Add(new PendingRecord(_lastWall, options.TimeTrusted(), _lastElapsed, kind, detail, durable));

    private bool NoteClock()
    {
        DateTimeOffset wall = time.GetUtcNow();
        TimeSpan elapsed = time.GetElapsedTime(_started);
        TimeSpan moved = wall - _lastWall - (elapsed - _lastElapsed);
        DateTimeOffset expected = wall - moved;
        (_lastWall, _lastElapsed) = (wall, elapsed);
        if (moved.Duration() <= options.ClockTolerance)
        {
            return false;
        }

        // Taken even where memory is full: later times mean nothing without it.
        Put(JournalKind.ClockChanged, ClockDetail(expected, wall), null);
        return true;
    }

    /// <summary>What a record says of a clock that was set.</summary>
    public static JournalDetail ClockDetail(DateTimeOffset expected, DateTimeOffset found) => JournalDetail.Empty
        .With("expected-ms", expected.ToUnixTimeMilliseconds())
        .With("found-ms", found.ToUnixTimeMilliseconds())
        .With("moved-ms", (long)(found - expected).TotalMilliseconds);
}
