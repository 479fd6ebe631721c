using System.Formats.Cbor;

namespace Vigie.Tests.Contract.Cddl;

/// <summary>Any CBOR item as a tree, read without knowing what it is to be; lists of pairs for maps.</summary>
internal static class CborTree
{
    public static object Read(ReadOnlyMemory<byte> bytes)
    {
        CborReader reader = new(bytes, CborConformanceMode.Lax);
        object item = Read(reader);
        return reader.BytesRemaining == 0 ? item : throw new CborContentException("bytes follow");
    }

    public static byte[] Write(object item)
    {
        CborWriter writer = new(CborConformanceMode.Lax);
        Write(writer, item);
        return writer.Encode();
    }

    private static object Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger: return reader.ReadUInt64();
            case CborReaderState.NegativeInteger: return reader.ReadInt64();
            case CborReaderState.Boolean: return reader.ReadBoolean();
            case CborReaderState.ByteString: return reader.ReadByteString();
            case CborReaderState.TextString: return reader.ReadTextString();
            case CborReaderState.StartArray:
                List<object> array = [];
                reader.ReadStartArray();
                while (reader.PeekState() != CborReaderState.EndArray)
                {
                    array.Add(Read(reader));
                }

                reader.ReadEndArray();
                return array;
            case CborReaderState.StartMap:
                List<(object Key, object Value)> map = [];
                reader.ReadStartMap();
                while (reader.PeekState() != CborReaderState.EndMap)
                {
                    map.Add((Read(reader), Read(reader)));
                }

                reader.ReadEndMap();
                return map;
            case CborReaderState other:
                throw new CborContentException($"records hold no {other}");
        }
    }

    private static void Write(CborWriter writer, object item)
    {
        switch (item)
        {
            case ulong number: writer.WriteUInt64(number); break;
            case long number: writer.WriteInt64(number); break;
            case bool truth: writer.WriteBoolean(truth); break;
            case byte[] bytes: writer.WriteByteString(bytes); break;
            case string text: writer.WriteTextString(text); break;
            case List<object> array:
                writer.WriteStartArray(array.Count);
                array.ForEach(element => Write(writer, element));
                writer.WriteEndArray();
                break;
            case List<(object Key, object Value)> map:
                writer.WriteStartMap(map.Count);
                map.ForEach(pair =>
                {
                    Write(writer, pair.Key);
                    Write(writer, pair.Value);
                });
                writer.WriteEndMap();
                break;
        }
    }
}
