using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Vigie.Appliance.Sending;
using Vigie.Appliance.Service;
using Vigie.Appliance.Telemetry;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Appliance.Health;

/// <summary>Makes the health record. Looks are the service's thread's; the last record is for any.</summary>
internal sealed class HealthDesk
{
    private const long LittleDisk = 100_000_000;
    private const double Hot = 85;
    private readonly IPermit _permit;
    private readonly TimeProvider _time;
    private readonly long _started;
    private Boot _boot;
    private BoxDelivery? _delivery;
    private CameraFleet? _fleet;
    private Fault? _refusal;
    private volatile byte[] _json = [];

    /// <summary>Opens it.</summary>
    public HealthDesk(ServiceStart start, IPermit permit, TimeProvider time)
    {
        (_permit, _time, _started) = (permit, time, time.GetTimestamp());
        (Plan, _refusal, Since) = (start.Plan, start.Refusal, time.GetUtcNow());
    }

    /// <summary>What the service does.</summary>
    public string State { get; set; } = "starting";

    /// <summary>Who takes the metrics; null where nobody is to.</summary>
    public CollectorWatch? Collector { get; init; }

    /// <summary>What is in force.</summary>
    public BoxPlan Plan { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The last record, as JSON in UTF-8.</summary>
    public byte[] Json() => _json;

    /// <summary>Takes what the service has opened.</summary>
    public void Open(Boot boot, BoxDelivery? delivery, CameraFleet fleet) => (_boot, _delivery, _fleet) = (boot, delivery, fleet);

    /// <summary>A configuration is in force.</summary>
    public void InForce(BoxPlan plan, Fault? refusal) =>
        (Plan, _refusal, Since) = (plan, refusal, refusal is null ? _time.GetUtcNow() : LastGood.Since(plan.File));

    /// <summary>A configuration was refused.</summary>
    public void Refuse(Fault refusal) => _refusal = refusal;

    /// <summary>Looks at everything.</summary>
    public BoxHealth Look()
    {
        ImmutableArray<CameraHealth> cameras = _fleet?.Look() ?? [];
        DeliveryHealth? delivery = LookAtDelivery();
        MachineHealth machine = MachineHealth.Look(Plan.Configuration.StateDirectory);
        ConfigurationHealth configuration = new(
            Plan.File, Convert.ToHexStringLower(Plan.Configuration.Sha256.AsSpan()), Since, _refusal is not null, _refusal?.Message);
        BoxHealth health = new(
            State,
            [.. Troubles(configuration, cameras, delivery, machine), .. Collector?.Trouble is { } untaken ? [$"{untaken.Message}"] : Array.Empty<string>()],
            _time.GetUtcNow(),
            Math.Round(_time.GetElapsedTime(_started).TotalSeconds, 1),
            Software.Version,
            _boot.ToString(),
            Plan.Configuration.Site,
            Plan.Configuration.Device,
            _permit.Laboratory ? "laboratory" : "mandate",
            configuration,
            cameras,
            delivery,
            machine);
        _json = JsonSerializer.SerializeToUtf8Bytes(health, HealthJson.Default.BoxHealth);
        return health;
    }

    private DeliveryHealth? LookAtDelivery()
    {
        if (_delivery is not { } delivery)
        {
            return null;
        }

        PostmanStatus postman = delivery.Status;
        OutboxStatus outbox = delivery.Outbox.Status;
        return new DeliveryHealth(
            postman.Broker,
            postman.Connected,
            outbox.Fault?.Message ?? postman.LastError,
            outbox.WaitingSignals + outbox.WaitingTelemetry,
            outbox.InMemory,
            postman.Sent,
            outbox.Lost,
            outbox.DiskBytes,
            Plan.Configuration.Delivery!.OutboxLimit);
    }

    private IEnumerable<string> Troubles(
        ConfigurationHealth configuration, ImmutableArray<CameraHealth> cameras, DeliveryHealth? delivery, MachineHealth machine)
    {
        if (State == "waiting for the clock")
        {
            yield return "The clock is not set: no camera runs before it is. Set it, or let this box reach a time server.";
        }

        foreach (CameraHealth camera in cameras.Where(camera => camera.Fault is not null))
        {
            yield return $"Camera {camera.Name}: {camera.Fault}";
        }

        if (configuration.IsLastGood)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The configuration was refused; that of {Since:u} is in force. {configuration.Refusal}");
        }

        foreach (string trouble in Troubles(delivery))
        {
            yield return trouble;
        }

        if (machine.DiskFreeBytes < LittleDisk)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Disk: only {machine.DiskFreeBytes / 1e6:0} MB are free. Make room.");
        }

        if (machine.TemperatureCelsius > Hot)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Heat: {machine.TemperatureCelsius:0} °C. Give it shade and air.");
        }
    }

    private static IEnumerable<string> Troubles(DeliveryHealth? delivery)
    {
        if (delivery is null)
        {
            yield return "The configuration names no delivery: events go nowhere.";
        }
        else if (!delivery.Connected || delivery.LastError is not null)
        {
            yield return $"Delivery: {delivery.LastError ?? $"{delivery.Broker} has not answered yet."}";
        }

        if (delivery is { Lost: > 0 })
        {
            yield return $"Delivery: {delivery.Lost} records were given up. Give the outbox more room, or mend the way to the broker.";
        }
    }
}
