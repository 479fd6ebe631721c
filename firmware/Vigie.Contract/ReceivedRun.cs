using System.Collections.Immutable;

namespace Vigie.Contract;

/// <summary>What a hub has of one run of a box's software.</summary>
/// <param name="Boot">The run.</param>
/// <param name="Ranges">Sequences that it has, ascending, with something missing between one and the next.</param>
public sealed record ReceivedRun(Boot Boot, ImmutableArray<SequenceRange> Ranges)
{
    /// <summary>Whether the hub has this record.</summary>
    public bool Holds(uint sequence)
    {
        foreach (SequenceRange range in Ranges)
        {
            if (range.Holds(sequence))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(ReceivedRun? other) => other is not null && Boot == other.Boot && Ranges.SequenceEqual(other.Ranges);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Boot, Ranges.Length);

    internal bool IsAscending
    {
        get
        {
            uint before = 0;
            foreach (SequenceRange range in Ranges)
            {
                // Two ranges that touch are one.
                if (range.First < 1 || range.Last < range.First || (before > 0 && range.First <= before + 1UL))
                {
                    return false;
                }

                before = range.Last;
            }

            return !Ranges.IsEmpty;
        }
    }
}
