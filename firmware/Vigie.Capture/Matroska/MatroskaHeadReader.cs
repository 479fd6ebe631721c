namespace Vigie.Capture.Matroska;

/// <summary>Reads all that comes before the first Cluster: EBML header, Segment, Info, Tracks.</summary>
internal sealed class MatroskaHeadReader(EbmlInput input)
{
    /// <summary>Codec private data, tags and padding together: real ones take a few kilobytes.</summary>
    private const int MaxHeadBytes = 4 << 20;

    private const int MaxTextBytes = 64;
    private const long TrackTypeVideo = 1;
    private const long RangeFull = 2;
    private const long NanosecondsPerTick = 100;

    private long _timestampScale = 1_000_000;
    private MatroskaTrack? _track;

    /// <summary>Reads the head and the first Cluster's identifier and size.</summary>
    /// <param name="segmentEnd">Where the Segment ends; <see cref="long.MaxValue"/> where its size is unknown.</param>
    /// <param name="firstCluster">Head of the first Cluster; null where the stream ends before one.</param>
    public MatroskaHead Read(out long segmentEnd, out Element? firstCluster)
    {
        input.StartRecord(MaxHeadBytes);
        ReadEbmlHeader();
        Element segment = input.ReadElement(long.MaxValue);
        if (segment.Id != ElementId.Segment)
        {
            throw input.Corrupt($"0x{segment.Id:X} where the Segment should start");
        }

        segmentEnd = segment.End;
        firstCluster = null;
        long headBytes = input.Position;
        while (firstCluster is null && input.Position < segmentEnd && !input.AtEnd())
        {
            headBytes = input.Position;
            Element element = input.ReadElement(segmentEnd);
            if (element.Id == ElementId.Cluster)
            {
                firstCluster = element;
            }
            else
            {
                ReadTopLevel(element);
                headBytes = input.Position;
            }
        }

        byte[] bytes = input.StopRecord(headBytes);
        return new MatroskaHead(_track ?? throw input.Corrupt("no video track before the first Cluster"), _timestampScale, bytes);
    }

    private void ReadEbmlHeader()
    {
        Element header = Known(input.ReadElement(long.MaxValue));
        if (header.Id != ElementId.Ebml)
        {
            throw input.Corrupt("no EBML header");
        }

        string type = "";
        while (input.Position < header.End)
        {
            Element element = Known(input.ReadElement(header.End));
            switch (element.Id)
            {
                case ElementId.DocType:
                    type = input.ReadAscii(element, MaxTextBytes);
                    break;
                case ElementId.EbmlMaxIdLength when input.ReadUnsigned(element) > 4:
                case ElementId.EbmlMaxSizeLength when input.ReadUnsigned(element) > 8:
                    throw input.Corrupt("identifiers or sizes longer than Matroska's");
                default:
                    input.Skip(element.End - input.Position);
                    break;
            }
        }

        if (type is not ("matroska" or "webm"))
        {
            throw input.Corrupt($"document type \"{type}\"");
        }
    }

    private void ReadTopLevel(Element element)
    {
        Known(element);
        while (element.Id is ElementId.Info or ElementId.Tracks && input.Position < element.End)
        {
            Element child = Known(input.ReadElement(element.End));
            if (child.Id == ElementId.TimestampScale)
            {
                _timestampScale = Within(child, 1, 1_000_000_000);
            }
            else if (child.Id == ElementId.TrackEntry)
            {
                ReadTrack(child);
            }

            input.Skip(child.End - input.Position);
        }

        input.Skip(element.End - input.Position);
    }

    private void ReadTrack(Element entry)
    {
        var track = new MatroskaTrack(0, "", 0, 0, false, null);
        bool video = false;
        while (input.Position < entry.End)
        {
            Element element = Known(input.ReadElement(entry.End));
            switch (element.Id)
            {
                case ElementId.TrackNumber:
                    track = track with { Number = (int)Within(element, 1, 126) };
                    break;
                case ElementId.TrackType:
                    video = input.ReadUnsigned(element) == TrackTypeVideo;
                    break;
                case ElementId.CodecId:
                    track = track with { CodecId = input.ReadAscii(element, MaxTextBytes) };
                    break;
                case ElementId.DefaultDuration:
                    track = track with { FrameDuration = TimeSpan.FromTicks(Within(element, 1, long.MaxValue) / NanosecondsPerTick) };
                    break;
                case ElementId.ContentEncodings:
                    throw input.Corrupt("a track with compressed or encrypted blocks");
                case ElementId.Video:
                    track = ReadVideo(element, track);
                    break;
                default:
                    input.Skip(element.Size);
                    break;
            }
        }

        if (video && _track is null)
        {
            _track = track.Number > 0 ? track : throw input.Corrupt("a track without a number");
        }
    }

    private MatroskaTrack ReadVideo(Element video, MatroskaTrack track)
    {
        while (input.Position < video.End)
        {
            Element element = Known(input.ReadElement(video.End));
            track = element.Id switch
            {
                ElementId.PixelWidth => track with { PixelWidth = (int)Within(element, 1, int.MaxValue) },
                ElementId.PixelHeight => track with { PixelHeight = (int)Within(element, 1, int.MaxValue) },
                ElementId.Colour => track with { FullRange = ReadFullRange(element) },
                _ => track,
            };
            input.Skip(element.End - input.Position);
        }

        return track;
    }

    private bool ReadFullRange(Element colour)
    {
        bool full = false;
        while (input.Position < colour.End)
        {
            Element element = Known(input.ReadElement(colour.End));
            full |= element.Id == ElementId.ColourRange && input.ReadUnsigned(element) == RangeFull;
            input.Skip(element.End - input.Position);
        }

        return full;
    }

    private long Within(Element element, long low, long high)
    {
        long value = input.ReadUnsigned(element);
        return value >= low && value <= high
            ? value
            : throw input.Corrupt($"element 0x{element.Id:X} is {value}, not {low} to {high}");
    }

    private Element Known(Element element) => element.Size != Element.UnknownSize
        ? element
        : throw input.Corrupt($"element 0x{element.Id:X} of unknown size");
}
