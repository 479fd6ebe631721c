using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>What the database holds of one run of a box, and what of it no receipt has named yet since it came.</summary>
/// <param name="boot">The run.</param>
/// <param name="ranges">What the database holds.</param>
internal sealed class ReceivedBoot(Boot boot, RangeSet ranges)
{
    private uint _from;
    private uint _to;

    public Boot Boot => boot;

    public RangeSet Ranges => ranges;

    /// <summary>When something came of it last, new or again: rises.</summary>
    public long Touched { get; private set; }

    /// <summary>When the oldest of what no receipt named yet came; none where all is named.</summary>
    public long? Pending { get; private set; }

    /// <summary>One has come, new or again, and is durable.</summary>
    public void Add(uint sequence, long order)
    {
        ranges.Add(sequence);
        (Touched, _from, _to) = (order, Pending is null ? sequence : Math.Min(_from, sequence), Pending is null ? sequence : Math.Max(_to, sequence));
        Pending ??= order;
    }

    /// <summary>The latest ranges, where they name all that is pending; else those from the oldest pending one on.</summary>
    /// <param name="counts">Whether what is named now need not be named again.</param>
    /// <returns>And whether nothing is pending any more.</returns>
    public (ImmutableArray<SequenceRange> Ranges, bool Whole) Name(bool counts)
    {
        int latest = Math.Max(0, ranges.Count - ReceiptRecord.MostRanges);
        int start = Pending is null ? latest : Math.Min(latest, ranges.IndexFrom(_from));
        ImmutableArray<SequenceRange> named = ranges.Slice(start, ReceiptRecord.MostRanges);
        bool whole = Pending is null || named[^1].Last >= _to;
        if (counts && whole)
        {
            Pending = null;
        }
        else if (counts)
        {
            _from = ranges[start + named.Length].First;
        }

        return (named, whole);
    }
}
