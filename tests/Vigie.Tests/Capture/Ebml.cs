using System.Buffers.Binary;
using System.Text;
using Vigie.Capture.Matroska;

namespace Vigie.Tests.Capture;

/// <summary>Writes Matroska by hand, for what ffmpeg does not write.</summary>
internal static class Ebml
{
    /// <summary>Size bytes of an element that lasts until its parent ends.</summary>
    private static readonly byte[] Unknown = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    public static byte[] Element(uint id, params byte[][] children)
    {
        byte[] data = [.. children.SelectMany(child => child)];
        byte[] size = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(size, (1UL << 56) | (uint)data.Length);
        return [.. Id(id), .. size, .. data];
    }

    public static byte[] UnknownSize(uint id, params byte[][] children) => [.. Id(id), .. Unknown, .. children.SelectMany(child => child)];

    public static byte[] Number(uint id, long value)
    {
        byte[] data = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(data, value);
        return Element(id, data);
    }

    public static byte[] Text(uint id, string text) => Element(id, Encoding.ASCII.GetBytes(text));

    /// <summary>A SimpleBlock, or a Block where the identifier says so.</summary>
    public static byte[] Block(uint id, int track, short time, byte flags, params byte[] payload) =>
        Element(id, [(byte)(0x80 | track), (byte)(time >> 8), (byte)time, flags], payload);

    public static byte[] Header(string type = "matroska") => Element(ElementId.Ebml, Text(ElementId.DocType, type));

    public static byte[] Track(int number = 1, int type = 1, params byte[][] more) => Element(
        ElementId.TrackEntry,
        [
            Number(ElementId.TrackNumber, number), Number(ElementId.TrackType, type), Text(ElementId.CodecId, "V_TEST"),
            Element(ElementId.Video, Number(ElementId.PixelWidth, 64), Number(ElementId.PixelHeight, 48)), .. more,
        ]);

    /// <summary>A whole stream with one video track, Segment of unknown size.</summary>
    public static byte[] Stream(params byte[][] clusters) =>
        [.. Header(), .. UnknownSize(ElementId.Segment, [Element(ElementId.Tracks, Track()), .. clusters])];

    public static byte[] Cluster(long time, params byte[][] children) =>
        Element(ElementId.Cluster, [Number(ElementId.Timestamp, time), .. children]);

    private static byte[] Id(uint id)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return [.. bytes.SkipWhile(b => b == 0)];
    }
}
