using Vigie.Core;

namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// The child that decodes, and the thread that feeds it what the demuxing child copies (firmware/decisions/0003-demux-decode-seam.md). Either
/// child's end becomes the other's. Of a session that has one, it ends the demuxing child too.
/// </summary>
internal sealed class DecodingChild : IDisposable
{
    private readonly FfmpegChild _demuxer;
    private readonly FfmpegChild _decoder;
    private readonly Thread _thread;
    private volatile Exception? _failure;

    /// <summary>Takes the child over; feeds it nothing yet.</summary>
    /// <param name="demuxer">Where the packets come from; stays the caller's to dispose of.</param>
    /// <param name="decoder">Where they go.</param>
    /// <param name="pump">What carries them.</param>
    public DecodingChild(FfmpegChild demuxer, FfmpegChild decoder, PacketPump pump)
    {
        _demuxer = demuxer;
        _decoder = decoder;
        Pump = pump;
        _thread = new Thread(Feed) { IsBackground = true, Name = "packet pump" };
    }

    /// <summary>What carries the packets.</summary>
    public PacketPump Pump { get; }

    /// <summary>What broke the stream of packets, if anything: said at the end of the pictures, with what the children say about it.</summary>
    public Exception? Failure => _failure;

    /// <summary>What the child has complained of so far.</summary>
    public IReadOnlyList<string> Complaints => _decoder.Complaints;

    /// <summary>Process number.</summary>
    public int Id => _decoder.Id;

    /// <summary>Starts to feed it. Once.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the child now. From any thread, any number of times.</summary>
    public void Kill() => _decoder.Kill();

    /// <summary>Waits until both children have ended and said their last. Nobody may be reading.</summary>
    /// <returns>Their exit codes.</returns>
    public (int Demuxer, int Decoder) End()
    {
        // A decoder that nobody listens to ends, then the pump that writes to it.
        _decoder.CloseOutput();
        if (!_thread.Join(FfmpegChild.Patience))
        {
            _demuxer.Kill();
            _decoder.Kill();
            _thread.Join();
        }

        return (_demuxer.End(), _decoder.End());
    }

    /// <summary>Waits for the thread, which ends with the children: kill both first. Ends and reaps the child.</summary>
    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _decoder.Dispose();
    }

    private void Feed()
    {
        try
        {
            Pump.Run();
        }
        catch (Exception e) when (e is IOException or Fault)
        {
            _failure = e;
            _demuxer.Kill();
        }
        finally
        {
            _decoder.CloseInput();
        }
    }
}
