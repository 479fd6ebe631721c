using System.Collections.Immutable;
using System.Text.Json;
using Vigie.Appliance.Clocks;
using Vigie.Appliance.Models;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Remote;
using Vigie.Appliance.Sending;
using Vigie.Appliance.Service;
using Vigie.Appliance.Telemetry;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Trust.Journal;
using Vigie.Trust.Mandates;
using Vigie.Trust.Packages;

namespace Vigie.Appliance.Health;

/// <summary>Makes the health record. Looks are the service's thread's; the last record is for any.</summary>
internal sealed class HealthDesk
{
    private readonly BoxTrust _trust;
    private readonly TimeProvider _time;
    private readonly long _started;
    private Boot _boot;
    private BoxDelivery? _delivery;
    private CameraFleet? _fleet;
    private RemoteDesk? _remote;
    private ClockWatch? _clock;
    private Fault? _refusal;
    private volatile byte[] _json = [];

    /// <summary>Opens it.</summary>
    public HealthDesk(ServiceStart start, TimeProvider time)
    {
        (_trust, _time, _started) = (start.Trust, time, time.GetTimestamp());
        (Plan, _refusal, Since) = (start.Plan, start.Refusal, time.GetUtcNow());
    }

    /// <summary>What the service does.</summary>
    public string State { get; set; } = "starting";

    /// <summary>Who takes the metrics; null where nobody is to.</summary>
    public CollectorWatch? Collector { get; init; }

    /// <summary>Installed packages that are not used since the last start or reload.</summary>
    public ImmutableArray<ModelRefusal> ModelRefusals { get; set; } = [];

    /// <summary>What is in force.</summary>
    public BoxPlan Plan { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The last record, as JSON in UTF-8.</summary>
    public byte[] Json() => _json;

    /// <summary>Takes what the service has opened.</summary>
    public void Open(ServiceRun run, RemoteDesk remote) => (_boot, _delivery, _fleet, _remote, _clock) = (run.Boot, run.Delivery, run.Fleet, remote, run.Clock);

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
            Plan.File, Plan.Configuration.Hash, Since, _refusal is not null, _refusal?.Message, Plan.IsSealed);
        OrdersHealth orders = LookAtOrders();
        JournalHealth journal = LookAtJournal();
        ClockHealth? clock = _clock?.Health;
        BoxHealth health = new(
            State,
            [
                .. HealthTroubles.Of(State, configuration, orders, journal, cameras, delivery, machine, clock, _time.GetUtcNow()),
                .. ModelRefusals.Select(refusal => $"{char.ToUpperInvariant(refusal.Sentence[0])}{refusal.Sentence[1..]} Install one made for this board (vigie model install)."),
                .. Collector?.Trouble is { } untaken ? [$"{untaken.Message}"] : Array.Empty<string>(),
            ],
            _time.GetUtcNow(),
            Math.Round(_time.GetElapsedTime(_started).TotalSeconds, 1),
            Software.Version,
            _boot.ToString(),
            Plan.Configuration.Site,
            Plan.Configuration.Device,
            configuration,
            LookAtModels(),
            orders,
            journal,
            cameras,
            delivery,
            machine,
            clock);
        _json = JsonSerializer.SerializeToUtf8Bytes(health, HealthJson.Default.BoxHealth);
        return health;
    }

    private ImmutableArray<ModelHealth> LookAtModels() =>
    [
        .. Plan.Cameras.SelectMany(camera => camera.Models.Select(model => (Model: model, camera.Camera.Name))).GroupBy(used => used.Model.File).Select(used => new ModelHealth(
            used.First().Model.Name,
            used.First().Model.Network.Sha256,
            PackageShelf.PackageOf(Plan.Configuration.StateDirectory, used.Key),
            [.. used.Select(one => one.Name)])),
    ];

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
            Plan.Configuration.Delivery!.OutboxLimit,
            postman.Hub,
            postman.Unconfirmed,
            postman.CertificateEnds,
            postman.ProjectionError,
            postman.ProjectionsDropped);
    }

    private OrdersHealth LookAtOrders()
    {
        Standing standing = _trust.Orders.Desk.Standing;
        return new OrdersHealth(
            standing.Time.Trusted,
            standing.Time.Trusted ? null : standing.Time.Reason,
            [.. standing.Mandates.Select(mandate => new MandateHealth(
                mandate.Title,
                mandate.Hash,
                JsonNamingPolicy.CamelCase.ConvertName(standing.StateOf(mandate).ToString()),
                mandate.Mandate.From,
                mandate.Mandate.To,
                [.. mandate.Cameras]))],
            _trust.Switch.Press,
            _trust.Switch.IsByCommand,
            _remote?.Accepted ?? 0,
            _remote?.Refused ?? 0);
    }

    private JournalHealth LookAtJournal()
    {
        JournalStatus journal = _trust.Journal.Status;
        return new JournalHealth(journal.Records, journal.Waiting, journal.Lost, journal.Fault?.Message);
    }
}
