namespace Vigie.Trust.Journal;

/// <summary>What stands in a journal's file.</summary>
internal enum JournalItemKind : byte
{
    /// <summary>Bytes that are no whole item.</summary>
    Damage = 0,

    /// <summary>First in each file: which journal it is of.</summary>
    Header = (byte)'J',

    /// <summary>A record.</summary>
    Record = (byte)'R',

    /// <summary>A signed head over the record before it.</summary>
    Head = (byte)'H',
}
