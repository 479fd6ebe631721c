using System.Formats.Cbor;
using System.Globalization;
using Vigie.Contract;

namespace Vigie.Trust.Journal;

/// <summary>
/// One file of a journal: <c>journal-FIRST.log</c>, FIRST being the number of its first record in 20 digits. It begins with a header, the array
/// [1, identifier], which is a help for finding the file's journal and proves nothing: the signed heads do.
/// </summary>
internal sealed record JournalFile(string Path, long First)
{
    /// <summary>A file longer than this was not written by a box.</summary>
    public const int MostBytes = 16 << 20;

    private const string Prefix = "journal-";
    private const string Suffix = ".log";
    private const int Digits = 20;
    private const int Version = 1;

    /// <summary>Files of a folder, oldest first; others are passed over.</summary>
    public static List<JournalFile> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Select(Parse).OfType<JournalFile>().OrderBy(file => file.First)]
        : [];

    public static JournalFile Of(string folder, long first) =>
        new(System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first:d20}{Suffix}")), first);

    public static byte[] Header(ReadOnlySpan<byte> journal)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartArray(2);
        writer.WriteInt32(Version);
        writer.WriteByteString(journal);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The journal's identifier in a header; none where it is no header.</summary>
    public static byte[]? JournalOf(ReadOnlyMemory<byte> header)
    {
        try
        {
            var reader = new CborReader(header, CborConformanceMode.Ctap2Canonical);
            bool known = reader.ReadStartArray() == 2 && reader.ReadInt32() == Version;
            byte[] journal = known ? reader.ReadByteString() : [];
            return journal.Length == JournalHeadRecord.JournalBytes ? journal : null;
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>All its bytes; none where it is longer than any journal's file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[]? ReadAll()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > MostBytes)
        {
            return null;
        }

        byte[] bytes = new byte[file.Length];
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Its first record, looked for in its first bytes; none where it begins with something else.</summary>
    public JournalEntry? ReadFirst()
    {
        byte[] start = new byte[2 * (JournalFraming.FrameBytes + JournalFraming.MostPayload)];
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        JournalItem first = JournalFraming.Read(start.AsMemory(0, read)).FirstOrDefault(item => item.Kind == JournalItemKind.Record);
        return first.Length > 0 && JournalRecordCodec.TryDecode(first.Payload, out JournalEntry? entry) && entry.Number == First ? entry : null;
    }

    private static JournalFile? Parse(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        bool ours = name.Length == Prefix.Length + Digits + Suffix.Length
            && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);
        return ours && long.TryParse(name.AsSpan(Prefix.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out long first) && first > 0
            ? new JournalFile(path, first)
            : null;
    }
}
