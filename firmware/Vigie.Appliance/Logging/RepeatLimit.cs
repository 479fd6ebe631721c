using Microsoft.Extensions.Logging;

namespace Vigie.Appliance.Logging;

/// <summary>
/// Decides which log lines are written: of one event about one subject at most one a second, and at most so many a second in all. What is
/// left out is counted, and the count is told. Bounded: so many events about subjects are told apart, all others are one. Any thread.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class RepeatLimit(TimeProvider time)
{
    /// <summary>Lines a second, of all events together.</summary>
    public const int MostLines = 20;

    /// <summary>Events about subjects that are told apart.</summary>
    public const int MostKeys = 256;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Event, string Subject), Entry> _entries = [];
    private long _secondStart = time.GetTimestamp();
    private int _lines;

    /// <summary>Whether a line may be written now.</summary>
    /// <param name="id">Its event.</param>
    /// <param name="subject">What it is about: the first text among its values.</param>
    /// <param name="leftOut">How many like it were left out since the last one; told with it.</param>
    public bool MayWrite(EventId id, string subject, out int leftOut)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            Entry entry = Find((id.Id, subject));
            leftOut = entry.LeftOut;
            bool repeated = entry.Written && time.GetElapsedTime(entry.LastAt, now) < Second;
            if (repeated || !HasRoom(now))
            {
                entry.LeftOut++;
                return false;
            }

            (entry.Written, entry.LastAt, entry.LeftOut) = (true, now, 0);
            return true;
        }
    }

    /// <summary>What was left out and is over: to be told now, once. Forgets what has been quiet.</summary>
    public IReadOnlyList<(int Event, string Subject, int LeftOut)> TakeLeftOut()
    {
        List<(int Event, string Subject, int LeftOut)> told = [];
        lock (_gate)
        {
            long now = time.GetTimestamp();
            foreach (((int Event, string Subject) key, Entry entry) in _entries.Where(pair => IsOver(pair.Value, now)).ToArray())
            {
                if (entry.LeftOut > 0 && HasRoom(now))
                {
                    told.Add((key.Event, key.Subject, entry.LeftOut));
                    (entry.Written, entry.LastAt, entry.LeftOut) = (true, now, 0);
                }
                else if (entry.LeftOut == 0)
                {
                    _entries.Remove(key);
                }
            }
        }

        return told;
    }

    private bool IsOver(Entry entry, long now) => !entry.Written || time.GetElapsedTime(entry.LastAt, now) >= Second;

    private Entry Find((int Event, string Subject) key)
    {
        if (_entries.TryGetValue(key, out Entry? known))
        {
            return known;
        }

        (int Event, string Subject) kept = _entries.Count < MostKeys ? key : (0, "");
        if (!_entries.TryGetValue(kept, out Entry? entry))
        {
            _entries[kept] = entry = new Entry();
        }

        return entry;
    }

    private bool HasRoom(long now)
    {
        if (time.GetElapsedTime(_secondStart, now) >= Second)
        {
            (_secondStart, _lines) = (now, 0);
        }

        return _lines++ < MostLines;
    }

    private sealed class Entry
    {
        public bool Written { get; set; }

        public long LastAt { get; set; }

        public int LeftOut { get; set; }
    }
}
