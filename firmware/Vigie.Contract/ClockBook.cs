namespace Vigie.Contract;

/// <summary>What a box said of its clock in one boot: by it, a subscriber corrects times and knows how far to believe them. Records may come in any order, and twice.</summary>
public sealed class ClockBook
{
    private readonly SortedDictionary<uint, ClockRecord> _records = [];

    /// <summary>Enters a record of this boot.</summary>
    public void Add(ClockRecord record) => _records[record.Identity.Sequence] = record;

    /// <summary>What to add to a time in a record of this boot: each step that was told in a later one. Zero where the clock was not set since.</summary>
    /// <param name="sequence">The record's sequence.</param>
    public TimeSpan CorrectionOf(uint sequence)
    {
        Int128 ticks = 0;
        foreach ((uint at, ClockRecord record) in _records)
        {
            ticks += at > sequence ? record.Step.Ticks : 0;
        }

        // Whoever says that it was set by millennia, again and again, is not believed either.
        return new TimeSpan((long)Int128.Clamp(ticks, TimeSpan.MinValue.Ticks, TimeSpan.MaxValue.Ticks));
    }

    /// <summary>How far the corrected time may be from UTC, either way, in milliseconds; null: nobody vouches for it, or it was not told.</summary>
    /// <param name="sequence">The record's sequence.</param>
    public int? UncertaintyOf(uint sequence) =>
        (_records.Values.LastOrDefault(record => record.Identity.Sequence > sequence && record.Was is not null)
            ?? _records.Values.LastOrDefault(record => record.Identity.Sequence < sequence))?.Uncertainty;
}
