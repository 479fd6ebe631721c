using Vigie.Core;

namespace Vigie.Capture.Matroska;

/// <summary>
/// Pull parser over a blocking stream for what ffmpeg's Matroska muxer writes to a pipe (RFC 9559): Segments and Clusters of known or
/// unknown size, SimpleBlock and BlockGroup, no lacing. Blocks of other tracks are passed over. A payload goes straight from the
/// stream into the caller's memory, and a steady stream allocates nothing. Every size is checked against its parent before use, and
/// every step consumes bytes, so that garbage ends in a <see cref="Fault"/> of kind Corrupt. For one thread.
/// </summary>
internal sealed class MatroskaReader
{
    /// <summary>Largest block that is read: an 8192 x 8192 picture takes 96 MiB.</summary>
    public const int MaxPayloadBytes = 128 << 20;

    private const byte KeyFlag = 0x80;
    private const byte LacingMask = 0x06;
    private const int NoPayload = -1;
    private const long NoTimestamp = -1;
    private const long LatestCluster = long.MaxValue - short.MaxValue;
    private const long NoCluster = -1;

    private readonly EbmlInput _input;
    private MatroskaHead? _head;
    private long _segmentEnd;
    private long _clusterEnd = NoCluster;
    private long _clusterTimestamp = NoTimestamp;
    private Element? _group;
    private bool _key;
    private int _pending = NoPayload;

    /// <summary>Reads from <paramref name="stream"/>, which stays the caller's.</summary>
    /// <param name="stream">Blocking; it may end anywhere.</param>
    /// <param name="subject">Whom a fault is about: the clip's name.</param>
    public MatroskaReader(Stream stream, string subject) => _input = new EbmlInput(stream, subject);

    /// <summary>Reads everything before the first Cluster. Once, before the first block.</summary>
    /// <exception cref="Fault">Corrupt: not Matroska, or no video track.</exception>
    public MatroskaHead ReadHead()
    {
        MatroskaHead head = new MatroskaHeadReader(_input).Read(out _segmentEnd, out Element? cluster);
        _head = head;
        if (cluster is { } first)
        {
            EnterCluster(first);
        }

        return head;
    }

    /// <summary>Waits for the next block; false where the stream ends between two Clusters.</summary>
    /// <exception cref="Fault">Corrupt: garbage, or the stream ends within an element.</exception>
    public bool TryNextBlock(out MatroskaBlock block)
    {
        if (_head is null || _pending != NoPayload)
        {
            throw new InvalidOperationException("Read the head first, and each block's payload before the next block.");
        }

        block = default;
        while (!AtEnd())
        {
            Element element = _input.ReadElement(Math.Min(_segmentEnd, _clusterEnd == NoCluster ? long.MaxValue : _clusterEnd));
            switch (element.Id)
            {
                case ElementId.Cluster:
                    EnterCluster(element);
                    break;
                case ElementId.Timestamp when _clusterEnd != NoCluster:
                    _clusterTimestamp = Math.Min(_input.ReadUnsigned(element), LatestCluster);
                    break;
                case ElementId.SimpleBlock when TryBeginBlock(Known(element), out block):
                case ElementId.BlockGroup when TryBeginGroup(Known(element), out block):
                    return true;
                default:
                    PassOver(element);
                    break;
            }
        }

        return false;
    }

    /// <summary>Reads the block's payload into memory of exactly that size.</summary>
    /// <returns>Whether the block is a key frame: in a BlockGroup that is known only behind the payload.</returns>
    public bool ReadPayload(Span<byte> destination)
    {
        if (destination.Length != _pending)
        {
            throw new ArgumentException($"The payload has {_pending} bytes, not {destination.Length}.", nameof(destination));
        }

        _input.ReadExactly(destination);
        return EndBlock();
    }

    private bool AtEnd()
    {
        if (_clusterEnd == _input.Position)
        {
            _clusterEnd = NoCluster;
        }

        if (_input.Position == _segmentEnd || _input.AtEnd())
        {
            return _clusterEnd is NoCluster or long.MaxValue && (_segmentEnd == long.MaxValue || _input.Position == _segmentEnd)
                ? true
                : throw _input.Corrupt("it ends in the middle of a Cluster");
        }

        return false;
    }

    private void EnterCluster(Element cluster)
    {
        if (_clusterEnd is not (NoCluster or long.MaxValue))
        {
            throw _input.Corrupt("a Cluster within a Cluster");
        }

        _clusterEnd = cluster.End;
        _clusterTimestamp = NoTimestamp;
    }

    private void PassOver(Element element)
    {
        if (element.Id is ElementId.Ebml or ElementId.Segment)
        {
            throw _input.Corrupt("a second stream behind the first");
        }

        if (ElementId.IsTopLevel(element.Id) && _clusterEnd == long.MaxValue)
        {
            _clusterEnd = NoCluster;
        }

        // What TryBegin… declined has consumed some of its bytes.
        _input.Skip(Known(element).End - _input.Position);
    }

    private bool TryBeginGroup(Element group, out MatroskaBlock block)
    {
        bool reference = false;
        while (_input.Position < group.End)
        {
            Element element = Known(_input.ReadElement(group.End));
            if (element.Id == ElementId.Block)
            {
                bool ours = TryBeginBlock(element, out block);
                _key = !reference;
                _group = ours ? group : null;
                return ours;
            }

            reference |= element.Id == ElementId.ReferenceBlock;
            _input.Skip(element.Size);
        }

        block = default;
        return false;
    }

    private bool TryBeginBlock(Element element, out MatroskaBlock block)
    {
        block = default;
        if (_clusterEnd == NoCluster || _clusterTimestamp == NoTimestamp)
        {
            throw _input.Corrupt("a block before its Cluster's timestamp");
        }

        long track = _input.ReadVariableInteger(out _);
        long timestamp = _clusterTimestamp + _input.ReadInt16();
        byte flags = _input.ReadByte();
        long payload = element.End - _input.Position;
        if (payload is < 0 or > MaxPayloadBytes)
        {
            throw _input.Corrupt($"a block of {element.Size} bytes");
        }

        if (track != _head!.Track.Number)
        {
            return false;
        }

        if ((flags & LacingMask) != 0)
        {
            throw _input.Corrupt("laced video blocks");
        }

        _group = null;
        _key = (flags & KeyFlag) != 0;
        _pending = (int)payload;
        block = new MatroskaBlock(timestamp, ToTime(timestamp), _pending);
        return true;
    }

    private bool EndBlock()
    {
        _pending = NoPayload;
        while (_group is { } group && _input.Position < group.End)
        {
            Element element = Known(_input.ReadElement(group.End));
            _key &= element.Id != ElementId.ReferenceBlock;
            _input.Skip(element.Size);
        }

        _group = null;
        return _key;
    }

    private TimeSpan ToTime(long timestamp)
    {
        Int128 ticks = (Int128)timestamp * _head!.TimestampScale / 100;
        return ticks >= long.MinValue && ticks <= long.MaxValue
            ? TimeSpan.FromTicks((long)ticks)
            : throw _input.Corrupt($"timestamp {timestamp} is beyond all time");
    }

    private Element Known(Element element) => element.Size != Element.UnknownSize
        ? element
        : throw _input.Corrupt($"element 0x{element.Id:X} of unknown size");
}
