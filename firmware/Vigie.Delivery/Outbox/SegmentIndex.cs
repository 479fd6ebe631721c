using System.Diagnostics.CodeAnalysis;

namespace Vigie.Delivery;

/// <summary>
/// What is durable in one lane, and how far it was delivered: shared by the commit thread, which adds and deletes, and the reader.
/// </summary>
internal sealed class SegmentIndex
{
    private readonly Lock _gate = new();
    private readonly List<Segment> _segments;
    private ulong _cursor;
    private ulong _next;
    private (ulong From, ulong To) _hole;

    /// <param name="segments">Segments found at open, in order.</param>
    /// <param name="cursor">Number of the first record that was not acknowledged.</param>
    /// <param name="next">Number that the next record gets.</param>
    public SegmentIndex(IEnumerable<Segment> segments, ulong cursor, ulong next)
    {
        _segments = [.. segments];
        _cursor = cursor;
        _next = next;
    }

    public ulong Cursor
    {
        get
        {
            lock (_gate)
            {
                return _cursor;
            }
        }
    }

    public ulong Next
    {
        get
        {
            lock (_gate)
            {
                return _next;
            }
        }
    }

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                long bytes = 0;
                foreach (Segment segment in _segments)
                {
                    bytes += segment.Length;
                }

                return bytes;
            }
        }
    }

    /// <summary>More records of <paramref name="segment"/> are durable.</summary>
    public void Publish(Segment segment, long length, ulong next)
    {
        lock (_gate)
        {
            if (_segments.Count == 0 || _segments[^1] != segment)
            {
                _segments.Add(segment);
            }

            segment.Length = length;
            segment.Next = next;
            _next = next;
        }
    }

    /// <summary>Where to look for record <paramref name="number"/>, or for the first one after it that is there.</summary>
    /// <param name="number">Raised to the cursor: what was given up or acknowledged is not looked for.</param>
    /// <param name="segment">The segment that holds it.</param>
    /// <param name="length">Bytes of the segment that are durable now.</param>
    /// <param name="end">Number after the segment's last durable record.</param>
    public bool TryLocate(ref ulong number, [NotNullWhen(true)] out Segment? segment, out long length, out ulong end)
    {
        lock (_gate)
        {
            number = Math.Max(number, _cursor);
            foreach (Segment candidate in _segments)
            {
                if (candidate.Next > number)
                {
                    (segment, length, end) = (candidate, candidate.Length, candidate.Next);
                    return true;
                }
            }
        }

        (segment, length, end) = (null, 0, 0);
        return false;
    }

    /// <summary>Every record up to and with <paramref name="number"/> was acknowledged.</summary>
    /// <returns>Whether a whole segment may go now.</returns>
    public bool Advance(ulong number)
    {
        lock (_gate)
        {
            _cursor = Math.Max(_cursor, number + 1);
            PassHole();
            return _segments.Count > 1 && _segments[0].Next <= _cursor;
        }
    }

    /// <summary>The records in between cannot be read: the cursor passes over them when it gets there.</summary>
    public void Skip(ulong from, ulong to)
    {
        lock (_gate)
        {
            _hole = _hole.To == from ? (_hole.From, to) : (from, to);
            PassHole();
        }
    }

    /// <summary>The oldest segment, if there is one.</summary>
    public bool TryOldest([NotNullWhen(true)] out Segment? segment)
    {
        lock (_gate)
        {
            segment = _segments.Count > 0 ? _segments[0] : null;
            return segment is not null;
        }
    }

    /// <summary>The oldest segment's undelivered records are given up: the cursor passes them.</summary>
    /// <returns>Numbers of the lost ones: from, and the number after the last.</returns>
    public (ulong From, ulong To) GiveUp(Segment oldest)
    {
        lock (_gate)
        {
            ulong from = Math.Max(_cursor, oldest.First);
            _cursor = Math.Max(_cursor, oldest.Next);
            return (Math.Min(from, oldest.Next), oldest.Next);
        }
    }

    /// <summary>The oldest segment's file is about to be deleted.</summary>
    public void Remove(Segment oldest)
    {
        lock (_gate)
        {
            _segments.Remove(oldest);
        }
    }

    private void PassHole()
    {
        if (_cursor >= _hole.From && _cursor < _hole.To)
        {
            _cursor = _hole.To;
        }
    }
}
