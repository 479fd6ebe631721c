using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Chaos.Receiving;

/// <summary>Sequences as ascending ranges that do not touch.</summary>
internal sealed class SequenceRanges
{
    private readonly List<SequenceRange> _ranges = [];

    public void Add(uint sequence)
    {
        // Nearly always the last one grows: the search is short.
        int at = _ranges.Count - 1;
        while (at >= 0 && _ranges[at].First > sequence)
        {
            at--;
        }

        if (at >= 0 && sequence <= _ranges[at].Last)
        {
            return;
        }

        bool joinsLeft = at >= 0 && _ranges[at].Last + 1 == sequence;
        bool joinsRight = at + 1 < _ranges.Count && _ranges[at + 1].First == sequence + 1;
        if (joinsLeft && joinsRight)
        {
            _ranges[at] = new SequenceRange(_ranges[at].First, _ranges[at + 1].Last);
            _ranges.RemoveAt(at + 1);
        }
        else if (joinsLeft)
        {
            _ranges[at] = new SequenceRange(_ranges[at].First, sequence);
        }
        else if (joinsRight)
        {
            _ranges[at + 1] = new SequenceRange(sequence, _ranges[at + 1].Last);
        }
        else
        {
            _ranges.Insert(at + 1, new SequenceRange(sequence, sequence));
        }
    }

    /// <summary>The last of them.</summary>
    public ImmutableArray<SequenceRange> Latest(int most) => [.. _ranges.TakeLast(most)];
}
