using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Models;
using Vigie.Vision.Providers;

namespace Vigie.Vision.Detectors;

/// <summary>
/// A network with its memory, whose runs are watched: one that is stuck is ended, and the next goes on with a new session
/// (<see cref="RunLimits"/>).
/// </summary>
internal sealed class WatchedNetwork : IDisposable
{
    private readonly ModelManifest _manifest;
    private readonly RunLimits _limits;
    private readonly RunWatch _watch;
    private readonly Accelerator? _accelerator;
    private OnnxSession _session;

    /// <summary>Verifies and loads the network.</summary>
    /// <exception cref="Fault">It is missing, is another one, or does not match its manifest.</exception>
    public WatchedNetwork(ModelManifest manifest, RunLimits limits, TimeProvider clock, Accelerator? accelerator = null)
    {
        (_manifest, _limits, _accelerator) = (manifest, limits, accelerator);
        Memory = new NetworkMemory(manifest);
        _session = new OnnxSession(manifest, Memory, accelerator);
        _watch = new RunWatch(limits, clock, () => _session.Terminate(), GiveUp);
    }

    /// <summary>Raised once, from the watch's thread: a run did not end when told to, and never will.</summary>
    public event Action<Fault>? GaveUp;

    /// <summary>Its inputs and outputs.</summary>
    public NetworkMemory Memory { get; }

    /// <summary>How long a run may take now before it counts as stuck.</summary>
    public TimeSpan Limit => _watch.Limit;

    /// <summary>Whether no run may go on; one under way is ended at once. From any thread.</summary>
    public bool Forbidden
    {
        get => _watch.Forbidden;
        set => _watch.Forbidden = value;
    }

    /// <summary>Runs on what stands in an input, unwatched.</summary>
    public void Run(int input) => _session.Run(input);

    /// <summary>Runs on what stands in an input.</summary>
    /// <returns>Null where it gave an answer; else why its look is lost. The next can be tried, by a new session.</returns>
    /// <exception cref="Fault">
    /// <see cref="FaultKind.Timeout"/>: it was stuck, and <see cref="RunLimits.Recovers"/> is not asked for. Any kind: the network can
    /// no longer be loaded.
    /// </exception>
    public Fault? RunWatched(int input)
    {
        TimeSpan limit = _watch.Limit;
        _watch.Begin();
        try
        {
            _session.Run(input);
        }
        catch (OnnxRuntimeException exception)
        {
            if (_watch.End(false))
            {
                bool forbidden = _watch.Forbidden;
                Fault stuck = forbidden ? Stopped(exception) : Stuck(limit, exception);
                Renew();
                return _limits.Recovers || forbidden ? stuck : throw stuck;
            }

            throw new Fault(
                FaultKind.Bug, _manifest.Network.Path, $"ONNX Runtime cannot run it: {exception.Message.TrimEnd('.')}", _manifest.Obtain, exception);
        }

        if (_watch.End(true))
        {
            // It was told to end in its last moment, and had not heard.
            _session.Resume();
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _session.Dispose();
    }

    // A session that was stopped on its way is not trusted again.
    private void Renew()
    {
        _session.Dispose();
        _session = new OnnxSession(_manifest, Memory, _accelerator);
    }

    private Fault Stuck(TimeSpan limit, Exception? cause) => new(
        FaultKind.Timeout,
        _manifest.Network.Path,
        string.Create(CultureInfo.InvariantCulture, $"an inference took more than {limit.TotalSeconds:0.#} s and was ended"),
        "If this comes back, take another model, or look whether the processor is throttled or overloaded.",
        cause);

    private Fault Stopped(Exception cause) => new(
        FaultKind.Denied, _manifest.Network.Path, "an inference was ended because the kill switch was pressed", "Nothing need be done.", cause);

    private void GiveUp() => GaveUp?.Invoke(new Fault(
        FaultKind.Bug,
        _manifest.Network.Path,
        string.Create(
            CultureInfo.InvariantCulture,
            $"an inference was told to end and had not ended {RunLimits.Patience.TotalSeconds:0} s later"),
        "Restart the service; if this comes back, take another model."));
}
