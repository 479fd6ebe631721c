using System.Collections.Immutable;

namespace Vigie.Appliance.Health;

/// <summary>How a box is at one moment: the one record behind <c>vigie status</c>, metrics, and later page and topic. Holds no secret.</summary>
/// <param name="State">What the service does: <c>starting</c>, <c>waiting for the clock</c>, <c>running</c>, <c>stopping</c>.</param>
/// <param name="Troubles">What is wrong, a sentence each with what to do; empty: all is well.</param>
/// <param name="Time">When this was written, UTC.</param>
/// <param name="UptimeSeconds">Seconds since the process started.</param>
/// <param name="Software">Version of the software.</param>
/// <param name="Boot">This run: counter and nonce, as events have it.</param>
/// <param name="Site">The site.</param>
/// <param name="Device">The device.</param>
/// <param name="Configuration">What is in force.</param>
/// <param name="Models">The models that cameras use.</param>
/// <param name="Orders">What allows it to look.</param>
/// <param name="Journal">Where what happens is written down.</param>
/// <param name="Cameras">One entry a camera, by number.</param>
/// <param name="Delivery">Outbox and broker; null where events go nowhere.</param>
/// <param name="Machine">Disk, heat and what the process takes.</param>
/// <param name="Clock">The clock that events are stamped with; null before it was looked at.</param>
internal sealed record BoxHealth(
    string State,
    ImmutableArray<string> Troubles,
    DateTimeOffset Time,
    double UptimeSeconds,
    string Software,
    string Boot,
    string Site,
    string Device,
    ConfigurationHealth Configuration,
    ImmutableArray<ModelHealth> Models,
    OrdersHealth Orders,
    JournalHealth Journal,
    ImmutableArray<CameraHealth> Cameras,
    DeliveryHealth? Delivery,
    MachineHealth Machine,
    ClockHealth? Clock = null);
