using System.Collections.Immutable;
using System.Globalization;
using Vigie.Appliance.Orders;

namespace Vigie.Appliance.Health;

/// <summary>What is wrong with a box, a sentence each with what to do.</summary>
internal static class HealthTroubles
{
    private const long LittleDisk = 100_000_000;
    private const double Hot = 85;
    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(7);
    private static readonly TimeSpan CertificateEndsSoon = TimeSpan.FromDays(14);

    /// <summary>All of them, in the order in which to mend them.</summary>
    public static IEnumerable<string> Of(
        string state,
        ConfigurationHealth configuration,
        OrdersHealth orders,
        JournalHealth journal,
        ImmutableArray<CameraHealth> cameras,
        DeliveryHealth? delivery,
        MachineHealth machine,
        ClockHealth? clock,
        DateTimeOffset now)
    {
        foreach (string trouble in Moved(cameras))
        {
            yield return trouble;
        }

        if (state == "waiting for the clock")
        {
            yield return "The clock is not set: no camera runs before it is. Set it, or let this box reach a time server.";
        }

        IEnumerable<string> faults = cameras.Where(camera => camera.Fault is not null).Select(camera => $"Camera {camera.Name}: {camera.Fault}");
        foreach (string trouble in Troubles(orders, journal, cameras, now).Concat(faults))
        {
            yield return trouble;
        }

        if (configuration.IsLastGood)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The configuration was refused; that of {configuration.Since:u} is in force. {configuration.Refusal}");
        }

        foreach (string trouble in Troubles(delivery, now).Concat(Troubles(machine)).Concat(Troubles(clock, state)))
        {
            yield return trouble;
        }
    }

    private static IEnumerable<string> Troubles(ClockHealth? clock, string state)
    {
        if (clock is { Synchronised: false } && state != "waiting for the clock")
        {
            yield return "The clock is not synchronised, says the kernel: nobody knows how wrong the times of events are. Let this box reach a time server (chronyc tracking, or timedatectl, says more).";
        }
    }

    private static IEnumerable<string> Moved(ImmutableArray<CameraHealth> cameras) => cameras.Where(camera => camera.MovedAt is not null).Select(camera => string.Create(
        CultureInfo.InvariantCulture,
        $"Camera {camera.Name} was moved on {camera.MovedAt:u}: its picture is masked whole and its rules rest. Set it right, see that masks and zones fit, then type: vigie camera confirm {camera.Name}"));

    private static IEnumerable<string> Troubles(MachineHealth machine)
    {
        if (machine.DiskFreeBytes < LittleDisk)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Disk: only {machine.DiskFreeBytes / 1e6:0} MB are free. Make room.");
        }

        if (machine.TemperatureCelsius > Hot)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Heat: {machine.TemperatureCelsius:0} °C. Give it shade and air.");
        }
    }

    private static IEnumerable<string> Troubles(
        OrdersHealth orders, JournalHealth journal, ImmutableArray<CameraHealth> cameras, DateTimeOffset now)
    {
        if (orders.KillSwitch is { } press)
        {
            yield return orders.StoppedByCommand
                ? "Stopped by a command from the broker: nobody looks. Who may, lifts that with a key (edgectl command resume)."
                : $"The kill switch is pressed: nobody looks. Who may, lifts press {press} with a key (edgectl switch lift).";
        }
        else
        {
            foreach (CameraHealth camera in cameras.Where(camera => camera.NotWatched is not null and not CameraOrder.NoRules))
            {
                yield return $"Camera {camera.Name} is not watched: {camera.NotWatched}.";
            }
        }

        foreach (MandateHealth mandate in orders.Mandates.Where(mandate => mandate.State == "inForce" && mandate.To - now < EndsSoon))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The mandate of {mandate.Title} ends on {mandate.To:u}: have it renewed, or nobody looks from then on.");
        }

        if (journal.JournalProblem is not null || journal.Refused > 0)
        {
            yield return $"Journal: {journal.JournalProblem ?? $"{journal.Refused} records found no room in memory."}";
        }
    }

    private static IEnumerable<string> Troubles(DeliveryHealth? delivery, DateTimeOffset now)
    {
        if (delivery is null)
        {
            yield return "The configuration names no delivery: events go nowhere.";
        }
        else if (!delivery.Connected || delivery.LastError is not null)
        {
            yield return $"Delivery: {delivery.LastError ?? $"{delivery.Broker} has not answered yet."}";
        }

        if (delivery?.CertificateEnds is { } ends && ends - now < CertificateEndsSoon)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Delivery: the box's certificate ends on {ends:u}: have it renewed, or the broker lets it in no more.");
        }

        if (delivery?.ProjectionError is { } refused)
        {
            yield return $"Projections: {refused}";
        }

        if (delivery is { Lost: > 0 })
        {
            yield return $"Delivery: {delivery.Lost} records were given up. Give the outbox more room, or mend the way to the broker.";
        }
    }
}
