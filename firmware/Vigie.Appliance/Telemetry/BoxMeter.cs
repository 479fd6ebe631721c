using System.Diagnostics.Metrics;
using Vigie.Appliance.Health;

namespace Vigie.Appliance.Telemetry;

/// <summary>The one meter of a box: the health record as OpenTelemetry instruments, and how long the detector looks.</summary>
internal sealed class BoxMeter : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "Vigie";

    private readonly Meter _meter = new(Name, Software.Version);
    private readonly Histogram<double> _inference;
    private volatile BoxHealth? _health;

    /// <summary>Makes the instruments.</summary>
    public BoxMeter()
    {
        _inference = _meter.CreateHistogram<double>("vigie.inference.duration", "ms", "How long the detector looks at a frame.");
        Counter("vigie.frames", "{frame}", "Frames that went through the pipeline.", camera => camera.Frames);
        Counter("vigie.frames.dropped", "{frame}", "Frames that a newer one displaced.", camera => camera.Dropped);
        Counter("vigie.inferences", "{inference}", "Looks of the detector.", camera => camera.Inferences);
        Counter("vigie.inferences.stuck", "{inference}", "Looks that had to be ended.", camera => camera.StuckInferences);
        Counter("vigie.events", "{event}", "Events that went to the outbox.", camera => camera.Events);
        Counter("vigie.feed.reconnections", "{attempt}", "Attempts to connect after the first.", camera => camera.Reconnections);
        Counter("vigie.pipeline.restarts", "{restart}", "Times that a pipeline was started again.", camera => camera.PipelineRestarts);
        _meter.CreateObservableGauge("vigie.tracks", () => Cameras(camera => (long)camera.Tracks), "{track}", "Objects followed.");
        _meter.CreateObservableGauge("vigie.gate.open", () => Cameras(camera => camera.GateOpen ? 1L : 0), null, "1 while something moves.");
        _meter.CreateObservableGauge("vigie.outbox.waiting", () => Delivery(delivery => delivery.Waiting), "{record}", "Records that the broker has not taken.");
        _meter.CreateObservableCounter("vigie.outbox.lost", () => Delivery(delivery => delivery.Lost), "{record}", "Records given up.");
        _meter.CreateObservableGauge("vigie.outbox.size", () => Delivery(delivery => delivery.OutboxBytes), "By", "Bytes of the outbox on disk.");
        _meter.CreateObservableGauge("vigie.broker.connected", () => Delivery(delivery => delivery.Connected ? 1L : 0), null, "1 while connected.");
        _meter.CreateObservableGauge("vigie.disk.free", () => Machine(machine => machine.DiskFreeBytes), "By", "Free bytes beside the state.");
        _meter.CreateObservableGauge("vigie.memory", () => Machine(machine => machine.ResidentBytes), "By", "Memory of the process.");
        _meter.CreateObservableGauge("vigie.handles", () => Machine(machine => machine.Handles), "{handle}", "Open file handles.");
        _meter.CreateObservableGauge("vigie.temperature", Temperature, "Cel", "The hottest thermal zone.");
    }

    /// <summary>Takes a fresh health record.</summary>
    public void Update(BoxHealth health) => _health = health;

    /// <summary>Takes how long one look took.</summary>
    /// <param name="camera">The camera's name.</param>
    /// <param name="milliseconds">The time, ms.</param>
    public void Looked(string camera, double milliseconds) => _inference.Record(milliseconds, new KeyValuePair<string, object?>("camera", camera));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Counter(string name, string unit, string description, Func<CameraHealth, long> read) =>
        _meter.CreateObservableCounter(name, () => Cameras(read), unit, description);

    private IEnumerable<Measurement<long>> Cameras(Func<CameraHealth, long> read) => _health is { } health
        ? health.Cameras.Select(camera => new Measurement<long>(read(camera), new KeyValuePair<string, object?>("camera", camera.Name)))
        : [];

    private IEnumerable<Measurement<long>> Delivery(Func<DeliveryHealth, long> read) =>
        _health?.Delivery is { } delivery ? [new Measurement<long>(read(delivery))] : [];

    private IEnumerable<Measurement<long>> Machine(Func<MachineHealth, long> read) =>
        _health is { } health ? [new Measurement<long>(read(health.Machine))] : [];

    private IEnumerable<Measurement<double>> Temperature() =>
        _health?.Machine.TemperatureCelsius is { } heat ? [new Measurement<double>(heat)] : [];
}
