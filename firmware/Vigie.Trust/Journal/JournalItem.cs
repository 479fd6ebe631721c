namespace Vigie.Trust.Journal;

/// <summary>A stretch of a journal's file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins in the file, frame included.</param>
/// <param name="Length">Bytes of it, frame included.</param>
/// <param name="Payload">Its content without the frame; the bytes themselves where they are damage.</param>
internal readonly record struct JournalItem(JournalItemKind Kind, int Offset, int Length, ReadOnlyMemory<byte> Payload)
{
    public int End => Offset + Length;
}
