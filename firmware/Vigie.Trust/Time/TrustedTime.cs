namespace Vigie.Trust.Time;

/// <summary>
/// The time that mandates are judged by. Once its source vouches for a time, the monotonic clock carries it on: setting the system's
/// clock back changes nothing, setting it forward counts only where the source vouches for that too. A source that falls silent is
/// bridged for a week (a quartz of 50 ppm errs 30 s in it). Not safe for threads; see <c>MandateDesk</c>.
/// </summary>
/// <param name="source">Where the time comes from.</param>
/// <param name="witness">The last time seen, over restarts.</param>
/// <param name="clock">The system's clock and the monotonic one.</param>
public sealed class TrustedTime(ITimeSource source, TimeWitness witness, TimeProvider clock)
{
    private static readonly TimeSpan Bridge = TimeSpan.FromDays(7);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private (DateTimeOffset Time, long At)? _known;
    private (DateTimeOffset Time, long At)? _system;
    private long _vouched;

    /// <summary>Where the time comes from, for people.</summary>
    public string Source => source.Name;

    /// <summary>Why the last time seen is not on disk; null where it is.</summary>
    public string? Problem => witness.Problem;

    /// <summary>How far the system's clock was set back between the last two readings, by the monotonic clock; null where it was not.</summary>
    public TimeSpan? SetBackBy { get; private set; }

    /// <summary>Reads the time.</summary>
    public TimeReading Read()
    {
        DateTimeOffset system = clock.GetUtcNow();
        bool vouches = source.TryRead(system, out DateTimeOffset said, out string reason);
        DateTimeOffset? carried = _known is (DateTimeOffset time, long at) ? time + clock.GetElapsedTime(at) : null;
        Compare(system);
        if (vouches && carried is null && said + Tolerance < witness.LastSeen && !source.MayTurnBack)
        {
            return new(false, system, $"{source.Name} says {said:u}, yet this box has already seen {witness.LastSeen:u}: the clock was set back");
        }

        if (vouches)
        {
            _vouched = clock.GetTimestamp();
            // Forward only, but for a hub: it signs what time it is, the others may have been made to lie.
            if (carried is null || said > carried || source.MayTurnBack)
            {
                _known = (said, _vouched);
                carried = said;
            }
        }
        else if (carried is null || clock.GetElapsedTime(_vouched) > Bridge)
        {
            return new(false, system, $"no trusted time: {reason}");
        }

        Note(carried.Value);
        return new(true, carried.Value, "");
    }

    /// <summary>Makes the last time seen durable, at a stop.</summary>
    public void Stop()
    {
        if (_known is (DateTimeOffset time, long at))
        {
            witness.Note(time + clock.GetElapsedTime(at));
        }
    }

    private void Compare(DateTimeOffset system)
    {
        TimeSpan? back = _system is (DateTimeOffset before, long at) ? before + clock.GetElapsedTime(at) - system : null;
        SetBackBy = back > Tolerance ? back : null;
        _system = (system, clock.GetTimestamp());
    }

    private void Note(DateTimeOffset now)
    {
        if (now - witness.LastSeen >= NoteEvery || now + Tolerance < witness.LastSeen)
        {
            witness.Note(now);
        }
    }
}
