using System.Text;
using Vigie.Capture.Ffmpeg;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>
/// One connection to a camera: two ffmpeg children and the pump between them (firmware/decisions/0005-live-sources.md). One thread opens and
/// reads; <see cref="Abort"/> ends it from any other. It ends by a fault, always: a camera's stream has no end.
/// </summary>
internal sealed class LiveSession : IDisposable
{
    private readonly string _subject;
    private readonly LiveFeedOptions _options;
    private readonly Credentials? _credentials;
    private readonly LiveComplaints _complaints = new();
    private readonly KeyFrameGate _gate;
    private readonly FfmpegChild _demuxer;
    private readonly ArrivalStream _arrivals;
    private readonly Lock _lock = new();
    private DecodingChild? _decoder;
    private MatroskaReader? _pictures;
    private Exception? _untold;
    private Fault? _abortedBy;
    private volatile Fault? _late;
    private bool _aborted;
    private volatile bool _open;
    private long _frames;

    /// <summary>Starts the demuxing child, and waits for nothing.</summary>
    /// <exception cref="Fault">Unavailable: no ffmpeg, or no such file.</exception>
    public LiveSession(
        SourceSettings source, Credentials? credentials, LiveFeedOptions options, DecodeMode mode, TimeProvider time)
    {
        _subject = source.Url;
        _options = options;
        _credentials = credentials;
        _gate = new KeyFrameGate(mode);
        LiveInput input = LiveInput.Of(source, credentials, options.PacketLimit + TimeSpan.FromSeconds(2));
        Started = time.GetTimestamp();
        _demuxer = FfmpegChild.Start(options.Ffmpeg, "demuxer", input.Arguments, credentials is null ? null : credentials.Redact, _complaints.DemuxerSaid);
        _arrivals = new ArrivalStream(_demuxer.Output, time);
        try
        {
            Tell(input.Script);
        }
        catch
        {
            _demuxer.Dispose();
            throw;
        }
    }

    /// <summary>When it was started, as a timestamp of the clock.</summary>
    public long Started { get; }

    /// <summary>Whether the pictures' format is known.</summary>
    public bool IsOpen => _open;

    /// <summary>When the camera's last bytes came, as a timestamp of the clock.</summary>
    public long LastArrival => _arrivals.Last;

    /// <summary>Whether anything came at all.</summary>
    public bool AnythingCame => _arrivals.Bytes > 0;

    /// <summary>Shape of the pictures, once open.</summary>
    public FrameFormat Format { get; private set; }

    /// <summary>What was received and decoded so far.</summary>
    public FfmpegFacts Facts => _decoder?.Pump is { } pump
        ? new FfmpegFacts(pump.Packets, pump.PacketBytes, pump.PacketsDecoded, Volatile.Read(ref _frames))
        : default;

    /// <summary>Pictures that were damaged.</summary>
    public long Damaged => _complaints.Damaged;

    /// <summary>By how much the stream's clock went back; null where it did not.</summary>
    public TimeSpan? StepBack => _complaints.StepBack;

    /// <summary>Which packets are decoded.</summary>
    public DecodeMode Mode
    {
        get => _gate.Mode;
        set => _gate.Mode = value;
    }

    /// <summary>How soon the stream is at full rate again after only key frames were decoded.</summary>
    public WakeTime Wake => _decoder?.Pump.Wake ?? WakeTime.Unknown;

    /// <summary>Time between key frames; zero before there were two.</summary>
    public TimeSpan KeyFrameInterval => _decoder?.Pump.KeyFrameInterval ?? TimeSpan.Zero;

    /// <summary>What broke the stream of packets; a decoder that broke off while they still came could not be written to.</summary>
    private Exception? PumpFailure => _decoder?.Failure ?? _untold;

    /// <summary>Process numbers of the children.</summary>
    internal IReadOnlyList<int> Children => _decoder is { } decoder ? [_demuxer.Id, decoder.Id] : [_demuxer.Id];

    /// <summary>Waits until the pictures' format is known.</summary>
    /// <exception cref="Fault">Why it is not.</exception>
    public void Open()
    {
        try
        {
            var packets = new MatroskaReader(_arrivals, _subject);
            MatroskaHead head = packets.ReadHead();
            CheckSize(head.Track);
            StartDecoder(packets, head);
            MatroskaTrack track = _pictures!.ReadHead().Track;
            CheckSize(track);
            Format = new FrameFormat(track.PixelWidth, track.PixelHeight, track.FullRange);
            _open = true;
        }
        catch (Exception e) when (e is IOException or Fault { Kind: FaultKind.Corrupt })
        {
            throw Ended(complaints => _late is { } late ? LiveFaults.AtLimit(late, complaints) : LiveFaults.AtOpen(_subject, complaints, e));
        }
    }

    /// <summary>Waits for the next picture and writes its pixels.</summary>
    /// <returns>Its time by the stream's own clock.</returns>
    /// <exception cref="Fault">The stream is over, and why.</exception>
    public TimeSpan Read(Frame frame)
    {
        Exception? broken = null;
        try
        {
            while (_pictures!.TryNextBlock(out MatroskaBlock block))
            {
                if (block.PayloadBytes != Format.TotalBytes)
                {
                    throw Abort(LiveFaults.Resized(_subject, Format));
                }

                _pictures.ReadPayload(frame.Pixels.Span);
                Volatile.Write(ref _frames, _frames + 1);
                if (_gate.Shows(block.At))
                {
                    return block.At;
                }
            }
        }
        catch (Exception e) when (e is IOException or Fault { Kind: FaultKind.Corrupt } && _abortedBy != e)
        {
            broken = e;
        }

        throw Ended(complaints => LiveFaults.AtEnd(_subject, complaints, PumpFailure is IOException, PumpFailure ?? broken));
    }

    /// <summary>
    /// Asks the demuxing child to end an opening that takes too long; what it then says of the reason counts for more than
    /// <paramref name="late"/>. It may not obey (a name that is being looked up): <see cref="Abort"/> does not ask.
    /// </summary>
    public void GiveUp(Fault late)
    {
        _late = late;
        _demuxer.AskToEnd();
    }

    /// <summary>Ends both children now; who opens or reads gets the fault thrown. From any thread, the first call counts.</summary>
    /// <returns>The fault that counts.</returns>
    public Fault Abort(Fault fault)
    {
        lock (_lock)
        {
            _aborted = true;
            _abortedBy ??= fault;
            _demuxer.Kill();
            _decoder?.Kill();
            return _abortedBy;
        }
    }

    /// <summary>Ends the children, and gives back all that the session holds. Nobody may be reading.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _aborted = true;
            _demuxer.Kill();
            _decoder?.Kill();
        }

        _decoder?.Dispose();
        _demuxer.Dispose();
    }

    private void Tell(string? script)
    {
        try
        {
            if (script is not null)
            {
                _demuxer.Input.Write(Encoding.UTF8.GetBytes(script));
            }

            _demuxer.CloseInput();
        }
        catch (IOException e)
        {
            // It ended before it was told what to open; what it says about that is thrown by Open.
            _untold = e;
        }
    }

    private void StartDecoder(MatroskaReader packets, MatroskaHead head)
    {
        lock (_lock)
        {
            if (_aborted)
            {
                throw _abortedBy ?? new Fault(FaultKind.Unavailable, _subject, "was stopped", "Start it again.");
            }

            FfmpegChild decoder = FfmpegChild.Start(
                _options.Ffmpeg,
                "decoder",
                FfmpegArguments.Decode(_options.DecoderThreads, live: true),
                _credentials is null ? null : _credentials.Redact,
                _complaints.DecoderSaid);
            _pictures = new MatroskaReader(decoder.Output, _subject);
            _decoder = new DecodingChild(_demuxer, decoder, new PacketPump(packets, head, decoder.Input, _gate));
            _decoder.Start();
        }
    }

    private Fault Ended(Func<IReadOnlyList<string>, Fault> why)
    {
        lock (_lock)
        {
            if (_abortedBy is { } fault)
            {
                return fault;
            }
        }

        // Not what they would say: what they have said once they are gone.
        if (_decoder is { } decoder)
        {
            decoder.End();
        }
        else
        {
            _demuxer.End();
        }

        lock (_lock)
        {
            return _abortedBy ?? why([.. _demuxer.Complaints, .. _decoder?.Complaints ?? []]);
        }
    }

    private void CheckSize(MatroskaTrack track) => FfmpegFaults.CheckSize(_subject, track.PixelWidth, track.PixelHeight);
}
