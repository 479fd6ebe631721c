using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Core;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;

namespace Vigie.Appliance.Orders;

/// <summary>
/// What a service has of Vigie.Trust for its whole life: the box's key, its journal, its orders, its kill switch. Opened before anything may start, because
/// a start that is refused is journalled too.
/// </summary>
internal sealed class BoxTrust : IDisposable
{
    private readonly SigningKey _key;

    private BoxTrust(SigningKey key, BoxJournal journal, BoxOrders orders, KillSwitch killSwitch)
    {
        _key = key;
        (Journal, Orders, Switch) = (journal, orders, killSwitch);
    }

    /// <summary>What happened.</summary>
    public BoxJournal Journal { get; }

    /// <summary>What may run.</summary>
    public BoxOrders Orders { get; }

    /// <summary>What stops it.</summary>
    public KillSwitch Switch { get; }

    /// <summary>Opens what a configuration asks for, and makes key and journal at the first start.</summary>
    /// <param name="configuration">A checked configuration of a service.</param>
    /// <param name="loggers">Where they speak.</param>
    /// <param name="time">The box's clock.</param>
    /// <exception cref="Fault">Anchors, key, journal or orders that cannot be used.</exception>
    public static BoxTrust Open(ApplianceConfiguration configuration, ILoggerFactory loggers, TimeProvider time) =>
        Open(configuration.Trust!, configuration.Site, configuration.Device, configuration.StateDirectory, loggers, time);

    /// <summary>Opens what is asked for.</summary>
    /// <param name="settings">What the configuration says of trust.</param>
    /// <param name="site">Site of the box.</param>
    /// <param name="device">Its name.</param>
    /// <param name="state">Its state directory.</param>
    /// <param name="loggers">Where they speak.</param>
    /// <param name="time">The box's clock.</param>
    /// <exception cref="Fault">Anchors, key, journal or orders that cannot be used.</exception>
    public static BoxTrust Open(OrderSettings settings, string site, string device, string state, ILoggerFactory loggers, TimeProvider time)
    {
        string box = $"{site}/{device}";
        BoxOrders? orders = null;
        SigningKey key = BoxKey.OpenOrCreate(state, settings.TpmKey);
        BoxJournal? journal = null;
        try
        {
            JournalOptions options = new()
            {
                Folder = Path.Combine(state, "journal"),
                Box = box,
                TimeTrusted = () => orders?.Desk.Standing.Time.Trusted ?? false,
            };
            journal = BoxJournal.Open(options, key, loggers.CreateLogger<BoxJournal>(), time);
            orders = BoxOrders.Open(settings, site, device, state, journal, loggers.CreateLogger<BoxOrders>(), time);
            return new BoxTrust(key, journal, orders, new KillSwitch(state, box, journal, orders.TryOpen));
        }
        catch
        {
            journal?.Dispose();
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Orders.Stop();
        Journal.Dispose();
        _key.Dispose();
    }
}
