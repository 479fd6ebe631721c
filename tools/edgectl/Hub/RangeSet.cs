using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>Sequences that are there, as ranges in order: most come one after the other, so there are few.</summary>
internal sealed class RangeSet
{
    private readonly List<SequenceRange> _ranges = [];

    /// <param name="ranges">In order of their first; those that touch or overlap become one.</param>
    public RangeSet(params IEnumerable<SequenceRange> ranges)
    {
        foreach (SequenceRange range in ranges)
        {
            if (_ranges is [.., var last] && range.First <= last.Last + 1UL)
            {
                _ranges[^1] = last with { Last = Math.Max(last.Last, range.Last) };
            }
            else
            {
                _ranges.Add(range);
            }
        }
    }

    /// <summary>How many ranges.</summary>
    public int Count => _ranges.Count;

    public SequenceRange this[int index] => _ranges[index];

    /// <summary>Puts one in; nothing changes where it is in.</summary>
    public void Add(uint sequence)
    {
        int after = IndexFrom(sequence);
        bool joinsNext = after < _ranges.Count && _ranges[after].First <= sequence + 1UL;
        if (joinsNext && _ranges[after].Holds(sequence))
        {
            return;
        }

        bool joinsLast = after > 0 && _ranges[after - 1].Last + 1UL == sequence;
        switch (joinsLast, joinsNext)
        {
            case (true, true):
                _ranges[after - 1] = new SequenceRange(_ranges[after - 1].First, _ranges[after].Last);
                _ranges.RemoveAt(after);
                break;
            case (true, false):
                _ranges[after - 1] = _ranges[after - 1] with { Last = sequence };
                break;
            case (false, true):
                _ranges[after] = _ranges[after] with { First = sequence };
                break;
            default:
                _ranges.Insert(after, new SequenceRange(sequence, sequence));
                break;
        }
    }

    public bool Holds(uint sequence) => IndexFrom(sequence) is int index && index < _ranges.Count && _ranges[index].Holds(sequence);

    /// <summary>The index of the range that holds a sequence, or of the first one beyond it.</summary>
    public int IndexFrom(uint sequence)
    {
        int low = 0, high = _ranges.Count;
        // Most are the last one.
        if (high > 0 && _ranges[high - 1].Last < sequence)
        {
            return high;
        }

        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _ranges[middle].Last < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>At most so many ranges, from one on.</summary>
    public ImmutableArray<SequenceRange> Slice(int index, int most) => [.. _ranges.Skip(index).Take(most)];

    /// <summary>What of a range is not there.</summary>
    public IEnumerable<SequenceRange> Missing(SequenceRange range)
    {
        ulong next = range.First;
        for (int i = IndexFrom(range.First); i < _ranges.Count && _ranges[i].First <= range.Last; i++)
        {
            if (_ranges[i].First > next)
            {
                yield return new SequenceRange((uint)next, _ranges[i].First - 1);
            }

            next = _ranges[i].Last + 1UL;
        }

        if (next <= range.Last)
        {
            yield return new SequenceRange((uint)next, range.Last);
        }
    }
}
