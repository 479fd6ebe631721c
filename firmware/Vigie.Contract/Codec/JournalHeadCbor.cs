using System.Formats.Cbor;

namespace Vigie.Contract.Codec;

/// <summary>A journal's head in CBOR, and the COSE_Sign1 message (RFC 9052, section 4.2) around it.</summary>
internal static class JournalHeadCbor
{
    private const CborTag CoseSign1 = (CborTag)18;
    private const int SignatureBytes = 64;

    public static byte[] Encode(JournalHeadRecord record) => CborOutput.Record(output =>
    {
        output.Boot((int)JournalHeadKey.Boot, record.Boot);
        output.Text((int)JournalHeadKey.Box, record.Box);
        output.Bytes((int)JournalHeadKey.Journal, record.Journal.Span);
        output.Number((int)JournalHeadKey.Number, record.Number);
        output.Bytes((int)JournalHeadKey.Hash, record.Hash.Span);
        output.Number((int)JournalHeadKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Boolean((int)JournalHeadKey.TimeTrusted, record.TimeTrusted);
        output.Number((int)JournalHeadKey.FirstKept, record.FirstKept);
    });

    public static JournalHeadRecord Decode(ReadOnlyMemory<byte> body)
    {
        JournalHeadRecord record = new()
        {
            Boot = default,
            Box = "",
            Journal = default,
            Number = 0,
            Hash = default,
            Time = default,
            TimeTrusted = false,
            FirstKept = 0,
        };
        CborItems items = new(body);
        uint seen = items.Map(key => TryReadField((JournalHeadKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, 1, 2, 3, 4, 5, 6, 7, 8);
        return record;
    }

    /// <summary>The payload of a message, its signature unchecked.</summary>
    public static byte[] BodyOf(ReadOnlyMemory<byte> message)
    {
        // Canonical mode has tags, which CTAP2's has not.
        CborReader reader = new(message, CborConformanceMode.Canonical);
        bool framed = reader.PeekState() == CborReaderState.Tag && reader.ReadTag() == CoseSign1
            && reader.PeekState() == CborReaderState.StartArray && reader.ReadStartArray() == 4;
        if (!framed)
        {
            throw new CborContentException("it is no COSE_Sign1 message");
        }

        reader.ReadByteString();
        reader.SkipValue();
        byte[] body = reader.ReadByteString();
        int signature = reader.ReadByteString().Length;
        reader.ReadEndArray();
        return reader.BytesRemaining == 0 && signature == SignatureBytes
            ? body
            : throw new CborContentException("its signature is of another length, or bytes follow it");
    }

    private static bool TryReadField(JournalHeadKey key, CborItems items, ref JournalHeadRecord record)
    {
        const long Most = JournalHeadRecord.MaximumRecordNumber;
        switch (key)
        {
            case JournalHeadKey.Boot: record = record with { Boot = items.Boot() }; break;
            case JournalHeadKey.Box: record = record with { Box = items.Text("box") }; break;
            case JournalHeadKey.Journal: record = record with { Journal = items.Bytes(JournalHeadRecord.JournalBytes, "journal") }; break;
            case JournalHeadKey.Number: record = record with { Number = (long)items.Number(1, Most, "number") }; break;
            case JournalHeadKey.Hash: record = record with { Hash = items.Bytes(JournalHeadRecord.HashBytes, "hash") }; break;
            case JournalHeadKey.Time: record = record with { Time = items.Time() }; break;
            case JournalHeadKey.TimeTrusted: record = record with { TimeTrusted = items.Boolean("trust in the clock") }; break;
            case JournalHeadKey.FirstKept: record = record with { FirstKept = (long)items.Number(1, Most, "oldest kept record") }; break;
            default: return false;
        }

        return true;
    }
}
