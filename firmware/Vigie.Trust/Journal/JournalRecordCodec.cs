using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using Vigie.Contract;

namespace Vigie.Trust.Journal;

/// <summary>
/// A record in deterministic CBOR (RFC 8949, section 4.2): the array [1, number, wall ms, trusted, elapsed ms, boot counter, boot nonce, kind,
/// detail, previous hash]. The reader takes this one form and no other.
/// </summary>
internal static class JournalRecordCodec
{
    public const int MostBytes = 4096;

    private const int Version = 1;
    private const int Fields = 10;
    private const int MostKind = ushort.MaxValue;
    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly long MostElapsed = (long)TimeSpan.MaxValue.TotalMilliseconds - 1;

    /// <summary>Hash before the first record.</summary>
    public static ReadOnlyMemory<byte> NoHash { get; } = new byte[SHA256.HashSizeInBytes];

    public static byte[] Encode(JournalEntry entry)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartArray(Fields);
        writer.WriteInt32(Version);
        writer.WriteInt64(entry.Number);
        writer.WriteInt64(Math.Max(0, entry.Time.ToUnixTimeMilliseconds()));
        writer.WriteBoolean(entry.TimeTrusted);
        writer.WriteInt64((long)entry.Elapsed.TotalMilliseconds);
        writer.WriteUInt32(entry.Boot.Counter);
        writer.WriteUInt32(entry.Boot.Nonce);
        writer.WriteInt32((int)entry.Kind);
        WriteDetail(writer, entry.Detail);
        writer.WriteByteString(entry.Previous.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a record; none where the bytes are not exactly one.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out JournalEntry? entry)
    {
        entry = null;
        if (bytes.Length > MostBytes)
        {
            return false;
        }

        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Ctap2Canonical);
            entry = Read(reader, SHA256.HashData(bytes.Span));
            return reader.BytesRemaining == 0;
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static JournalEntry Read(CborReader reader, byte[] hash)
    {
        Require(reader.ReadStartArray() == Fields && reader.ReadInt32() == Version);
        long number = Within(reader.ReadInt64(), 1, JournalHeadRecord.MaximumRecordNumber);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Within(reader.ReadInt64(), 0, LatestMilliseconds));
        bool trusted = reader.ReadBoolean();
        var elapsed = TimeSpan.FromMilliseconds(Within(reader.ReadInt64(), 0, MostElapsed));
        var boot = new Boot(reader.ReadUInt32(), reader.ReadUInt32());
        var kind = (JournalKind)Within(reader.ReadInt32(), 1, MostKind);
        JournalDetail detail = ReadDetail(reader);
        byte[] previous = reader.ReadByteString();
        Require(previous.Length == SHA256.HashSizeInBytes);
        reader.ReadEndArray();
        return new JournalEntry(number, time, trusted, elapsed, boot, kind, detail, previous, hash);
    }

    private static void WriteDetail(CborWriter writer, JournalDetail detail)
    {
        writer.WriteStartMap(detail.Entries.Count);
        foreach ((string name, object value) in detail.Entries)
        {
            writer.WriteTextString(name);
            switch (value)
            {
                case string text: writer.WriteTextString(text); break;
                case long number: writer.WriteInt64(number); break;
                case ReadOnlyMemory<byte> bytes: writer.WriteByteString(bytes.Span); break;
                default: throw new InvalidOperationException($"a detail holds a {value.GetType().Name}");
            }
        }

        writer.WriteEndMap();
    }

    private static JournalDetail ReadDetail(CborReader reader)
    {
        int entries = (int)Within(reader.ReadStartMap() ?? -1, 0, JournalDetail.MostEntries);
        JournalDetail detail = JournalDetail.Empty;
        for (int i = 0; i < entries; i++)
        {
            string name = reader.ReadTextString();
            Require(JournalDetail.IsName(name));
            detail = reader.PeekState() switch
            {
                CborReaderState.TextString => WithText(detail, name, reader.ReadTextString()),
                CborReaderState.ByteString => WithBytes(detail, name, reader.ReadByteString()),
                _ => detail.With(name, reader.ReadInt64()),
            };
        }

        reader.ReadEndMap();
        return detail;
    }

    private static JournalDetail WithText(JournalDetail detail, string name, string text)
    {
        // What was written was made safe before: a text that is not was never written by a box.
        Require(Encoding.UTF8.GetByteCount(text) <= JournalDetail.LongestText && JournalDetail.MakeSafe(text) == text);
        return detail.With(name, text);
    }

    private static JournalDetail WithBytes(JournalDetail detail, string name, byte[] bytes)
    {
        Require(bytes.Length <= JournalDetail.LongestBytes);
        return detail.With(name, bytes.AsSpan());
    }

    private static long Within(long value, long least, long most)
    {
        Require(value >= least && value <= most);
        return value;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new CborContentException("no record of this journal's form");
        }
    }
}
