using System.Formats.Cbor;

namespace Vigie.Trust.Signatures;

/// <summary>
/// The one form that a signed document has: tag 18, protected header {1: -7, 3: content type, 4: key's thumbprint}, an empty
/// unprotected header, payload, signature. What is read is written again and compared, so no other form passes.
/// </summary>
internal static class Envelope
{
    private const int CoseSign1 = 18;
    private const int Algorithm = 1;
    private const int ContentType = 3;
    private const int KeyIdentifier = 4;
    private const int Es256 = -7;

    public static byte[] Write(DocumentType type, ReadOnlySpan<byte> thumbprint, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        // Not CTAP2's mode, which has no tags; nothing here depends on it: one map, empty.
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag((CborTag)CoseSign1);
        writer.WriteStartArray(4);
        writer.WriteByteString(Protected(type, thumbprint));
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>
    /// Reads what stands where in anything that is a COSE_Sign1 at all. Not by the library: its decoder lets exceptions of its reader
    /// out (an overflow, for a label beyond 32 bits), and takes what no document may have.
    /// </summary>
    /// <exception cref="CborContentException">It is none.</exception>
    /// <exception cref="InvalidOperationException">It is none: something of another type stands in a place.</exception>
    public static (string ContentType, byte[] Thumbprint, byte[] Payload, byte[] Signature) Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CborReader(bytes, CborConformanceMode.Lax);
        if (reader.PeekState() == CborReaderState.Tag)
        {
            reader.ReadTag();
        }

        reader.ReadStartArray();
        byte[] headers = reader.ReadByteString();
        reader.SkipValue();
        byte[] payload = reader.ReadByteString();
        byte[] signature = reader.ReadByteString();
        reader.ReadEndArray();
        if (reader.BytesRemaining > 0)
        {
            throw new CborContentException("Bytes follow the document.");
        }

        (string contentType, byte[] thumbprint) = ReadProtected(headers);
        return (contentType, thumbprint, payload, signature);
    }

    private static (string ContentType, byte[] Thumbprint) ReadProtected(byte[] headers)
    {
        string contentType = "";
        byte[] thumbprint = [];
        var reader = new CborReader(headers, CborConformanceMode.Lax);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            ulong label = reader.PeekState() == CborReaderState.UnsignedInteger ? reader.ReadUInt64() : 0;
            switch (label)
            {
                case ContentType:
                    contentType = reader.ReadTextString();
                    break;
                case KeyIdentifier:
                    thumbprint = reader.ReadByteString();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return (contentType, thumbprint);
    }

    private static byte[] Protected(DocumentType type, ReadOnlySpan<byte> thumbprint)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteInt32(Algorithm);
        writer.WriteInt32(Es256);
        writer.WriteInt32(ContentType);
        writer.WriteTextString(type.ContentType);
        writer.WriteInt32(KeyIdentifier);
        writer.WriteByteString(thumbprint);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
