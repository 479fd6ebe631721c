using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Pictures of a video file through two ffmpeg children: one copies packets, one decodes those that we hand it
/// (firmware/decisions/0003-demux-decode-seam.md). One thread reads; <see cref="Mode"/>, <see cref="Facts"/> and <see cref="Stop"/>
/// may be used from any. Reading allocates nothing and copies each pixel once, from the pipe into the frame.
/// </summary>
public sealed partial class FfmpegSource : IDisposable
{
    private readonly string _clip;
    private readonly ILogger _logger;
    private readonly FfmpegChild _demuxer;
    private readonly DecodingChild _decoder;
    private readonly MatroskaHead _packetHead;
    private readonly MatroskaReader _pictures;
    private readonly KeyFrameGate _gate;
    private volatile bool _stopping;
    private bool _ended;
    private bool _disposed;
    private long _frames;
    private TimeSpan _firstAt;
    private TimeSpan _lastAt;

    private FfmpegSource(
        FfmpegSourceOptions options, ILogger logger, FfmpegChild demuxer, MatroskaReader packets, MatroskaHead packetHead, FfmpegChild decoder)
    {
        _clip = options.Clip;
        _logger = logger;
        _demuxer = demuxer;
        _packetHead = packetHead;
        _pictures = new MatroskaReader(decoder.Output, options.Clip);
        _gate = new KeyFrameGate(options.Mode);
        _decoder = new DecodingChild(demuxer, decoder, new PacketPump(packets, packetHead, decoder.Input, _gate));
    }

    /// <summary>Shape of every picture.</summary>
    public FrameFormat Format { get; private set; }

    /// <summary>Pictures a second, where the clip states a constant rate.</summary>
    public double? FrameRate =>
        _packetHead.Track.FrameDuration is { Ticks: > 0 } duration ? (double)TimeSpan.TicksPerSecond / duration.Ticks : null;

    /// <summary>
    /// Which packets are decoded; may be changed while running. What is already under way to the decoder still comes: up to a pipe's
    /// worth of packets. Back in <see cref="DecodeMode.Full"/>, the decoder first gets what was kept since the last key frame, and
    /// pictures come from the switch on; where that was too much to keep, from the next key frame on (<see cref="Wake"/>).
    /// </summary>
    public DecodeMode Mode
    {
        get => _gate.Mode;
        set => _gate.Mode = value;
    }

    /// <summary>How soon the stream is at full rate again after only key frames were decoded.</summary>
    public WakeTime Wake => _decoder.Pump.Wake;

    /// <summary>What was read and decoded so far.</summary>
    public FfmpegFacts Facts => new(
        _decoder.Pump.Packets, _decoder.Pump.PacketBytes, _decoder.Pump.PacketsDecoded, Volatile.Read(ref _frames));

    /// <summary>Process numbers of the children.</summary>
    internal IReadOnlyList<int> Children => [_demuxer.Id, _decoder.Id];

    /// <summary>Starts the children and waits until the pictures' format is known.</summary>
    /// <exception cref="Fault">
    /// Unavailable: no such file, or no ffmpeg. Corrupt: not a video, or no video in it. Config: a codec or a size that is not read.
    /// </exception>
    public static FfmpegSource Open(FfmpegSourceOptions options, ILogger<FfmpegSource>? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.DecoderThreads);
        FfmpegFaults.CheckExists(options.Clip);
        FfmpegChild demuxer = FfmpegChild.Start(options.Ffmpeg, "demuxer", FfmpegArguments.Demux(options.Clip));
        FfmpegSource source;
        try
        {
            demuxer.CloseInput();
            var packets = new MatroskaReader(demuxer.Output, options.Clip);
            MatroskaHead head = ReadPacketHead(options.Clip, packets, demuxer);
            FfmpegChild decoder = FfmpegChild.Start(options.Ffmpeg, "decoder", FfmpegArguments.Decode(options.DecoderThreads));
            source = new FfmpegSource(options, logger ?? NullLogger<FfmpegSource>.Instance, demuxer, packets, head, decoder);
        }
        catch
        {
            demuxer.Dispose();
            throw;
        }

        try
        {
            source.Begin();
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits for the next picture and writes it into <paramref name="frame"/>: pixels, <see cref="Frame.Number"/> counted from 0, and
    /// <see cref="Frame.At"/>, which is 0 at the first picture and later at each, in the clip's own times (milliseconds).
    /// </summary>
    /// <returns>False where the clip has ended, whole, or was stopped; the frame is then as it was.</returns>
    /// <exception cref="Fault">Corrupt, once, behind the last picture: the clip is damaged or cut off.</exception>
    public bool Read(Frame frame)
    {
        if (frame.Format != Format)
        {
            throw new ArgumentException($"The frame is {frame.Format}, the source {Format}.", nameof(frame));
        }

        if (_ended)
        {
            return false;
        }

        try
        {
            MatroskaBlock block;
            do
            {
                if (!_pictures.TryNextBlock(out block))
                {
                    return End(null);
                }

                CheckSameSize(block);
                _pictures.ReadPayload(frame.Pixels.Span);
            }
            while (!_gate.Shows(block.At));

            Stamp(frame, block.At);
            return true;
        }
        catch (Fault broken) when (!_ended)
        {
            return End(broken);
        }
    }

    /// <summary>Ends the children now: a waiting <see cref="Read"/> returns false. Not after <see cref="Dispose"/>.</summary>
    public void Stop()
    {
        _stopping = true;
        _demuxer.Kill();
        _decoder.Kill();
    }

    /// <summary>Ends the children, and gives back all that the source holds. Nobody may be reading.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Stop();
        _decoder.Dispose();
        _demuxer.Dispose();
    }

    private static MatroskaHead ReadPacketHead(string clip, MatroskaReader packets, FfmpegChild demuxer)
    {
        try
        {
            MatroskaHead head = packets.ReadHead();
            FfmpegFaults.CheckSize(clip, head.Track.PixelWidth, head.Track.PixelHeight);
            return head;
        }
        catch (Fault broken) when (broken.Kind == FaultKind.Corrupt)
        {
            demuxer.End();
            throw FfmpegFaults.AtOpen(clip, demuxer.Complaints, null, broken);
        }
    }

    private void Begin()
    {
        _decoder.Start();
        try
        {
            MatroskaTrack track = _pictures.ReadHead().Track;
            FfmpegFaults.CheckSize(_clip, track.PixelWidth, track.PixelHeight);
            Format = new FrameFormat(track.PixelWidth, track.PixelHeight, track.FullRange);
        }
        catch (Fault broken) when (broken.Kind == FaultKind.Corrupt)
        {
            _decoder.End();
            throw FfmpegFaults.AtOpen(
                _clip, [.. _demuxer.Complaints, .. _decoder.Complaints], _packetHead.Track.CodecId, broken);
        }
    }

    private void CheckSameSize(MatroskaBlock block)
    {
        if (block.PayloadBytes != Format.TotalBytes)
        {
            throw new Fault(
                FaultKind.Corrupt,
                _clip,
                $"its pictures change their size at {block.At} from {Format.Width}x{Format.Height}",
                "Cut the clip there, or convert it to one size.");
        }
    }

    private void Stamp(Frame frame, TimeSpan at)
    {
        if (_frames == 0)
        {
            _firstAt = at;
        }

        // Two pictures of one millisecond, or times that run backwards in a broken clip: filters divide by the difference.
        at -= _firstAt;
        _lastAt = _frames == 0 || at > _lastAt ? at : _lastAt + TimeSpan.FromTicks(1);
        frame.At = _lastAt;
        frame.Number = _frames;
        Volatile.Write(ref _frames, _frames + 1);
    }

    private bool End(Fault? broken)
    {
        _ended = true;
        (int demuxerExit, int decoderExit) = _decoder.End();
        if (_stopping)
        {
            return false;
        }

        var end = new ClipEnd(
            _clip, _frames, _lastAt, broken ?? _decoder.Failure, demuxerExit, _demuxer.Complaints, decoderExit, _decoder.Complaints);
        if (FfmpegFaults.AtEnd(end) is { } fault)
        {
            throw fault;
        }

        if (_decoder.Complaints is { Count: > 0 } complaints)
        {
            LogDecoderComplaints(_clip, complaints.Count, complaints[0]);
        }

        return false;
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "{Clip}: the decoder complained {Count} times, first: {First}")]
    private partial void LogDecoderComplaints(string clip, int count, string first);
}
