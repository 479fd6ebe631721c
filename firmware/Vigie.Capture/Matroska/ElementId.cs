namespace Vigie.Capture.Matroska;

/// <summary>Element identifiers with their length marker (RFC 8794 section 5; RFC 9559 section 5.1), those that we look at.</summary>
internal static class ElementId
{
    public const uint Ebml = 0x1A45DFA3;
    public const uint EbmlMaxIdLength = 0x42F2;
    public const uint EbmlMaxSizeLength = 0x42F3;
    public const uint DocType = 0x4282;

    public const uint Segment = 0x18538067;
    public const uint SeekHead = 0x114D9B74;
    public const uint Info = 0x1549A966;
    public const uint Tracks = 0x1654AE6B;
    public const uint Cluster = 0x1F43B675;
    public const uint Cues = 0x1C53BB6B;
    public const uint Attachments = 0x1941A469;
    public const uint Chapters = 0x1043A770;
    public const uint Tags = 0x1254C367;

    public const uint TimestampScale = 0x2AD7B1;

    public const uint TrackEntry = 0xAE;
    public const uint TrackNumber = 0xD7;
    public const uint TrackType = 0x83;
    public const uint CodecId = 0x86;
    public const uint DefaultDuration = 0x23E383;
    public const uint ContentEncodings = 0x6D80;
    public const uint Video = 0xE0;
    public const uint PixelWidth = 0xB0;
    public const uint PixelHeight = 0xBA;
    public const uint Colour = 0x55B0;
    public const uint ColourRange = 0x55B9;

    public const uint Timestamp = 0xE7;
    public const uint SimpleBlock = 0xA3;
    public const uint BlockGroup = 0xA0;
    public const uint Block = 0xA1;
    public const uint ReferenceBlock = 0xFB;

    /// <summary>Whether this element lies directly in the Segment, and so ends a Cluster of unknown size (RFC 8794 section 6.2).</summary>
    public static bool IsTopLevel(uint id) =>
        id is Cluster or Cues or Tags or SeekHead or Info or Tracks or Attachments or Chapters or Segment or Ebml;
}
