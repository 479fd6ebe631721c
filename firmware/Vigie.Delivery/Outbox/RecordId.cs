namespace Vigie.Delivery;

/// <summary>
/// The public name of a record, unique for one device: subscribers drop a second arrival by it, so it never changes.
/// </summary>
/// <param name="Boot">Upper 32 bits: persisted boot counter; lower 32 bits: a random number drawn at that boot.</param>
/// <param name="Sequence">Counted from 1 at each boot.</param>
public readonly record struct RecordId(ulong Boot, uint Sequence) : IComparable<RecordId>
{
    /// <summary>Whether the left one was given before the right one.</summary>
    public static bool operator <(RecordId left, RecordId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one was given after the right one.</summary>
    public static bool operator >(RecordId left, RecordId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one was not given after the right one.</summary>
    public static bool operator <=(RecordId left, RecordId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one was not given before the right one.</summary>
    public static bool operator >=(RecordId left, RecordId right) => left.CompareTo(right) >= 0;

    /// <summary>Order of time: by boot, then by sequence.</summary>
    public int CompareTo(RecordId other) =>
        Boot == other.Boot ? Sequence.CompareTo(other.Sequence) : Boot.CompareTo(other.Boot);
}
