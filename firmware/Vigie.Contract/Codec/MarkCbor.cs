using System.Formats.Cbor;

namespace Vigie.Contract.Codec;

/// <summary>Sets a flag in the map of a record whose rest is copied as it stands, so that nothing is lost that this version does not know.</summary>
internal static class MarkCbor
{
    /// <param name="payload">A record that was decoded before.</param>
    /// <param name="key">The key of its flags.</param>
    /// <param name="flag">The flag.</param>
    public static byte[] Set(ReadOnlyMemory<byte> payload, int key, int flag)
    {
        CborReader reader = new(payload, CborConformanceMode.Ctap2Canonical);
        // The writer sorts: the key may come behind the others here.
        CborWriter writer = new(CborConformanceMode.Ctap2Canonical, convertIndefiniteLengthEncodings: true);
        reader.ReadStartMap();
        writer.WriteStartMap(null);
        int flags = flag;
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            int found = reader.ReadInt32();
            if (found == key)
            {
                flags |= reader.ReadInt32();
            }
            else
            {
                writer.WriteInt32(found);
                writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
            }
        }

        writer.WriteInt32(key);
        writer.WriteInt32(flags);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
