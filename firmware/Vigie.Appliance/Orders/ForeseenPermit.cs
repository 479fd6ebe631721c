using Vigie.Core;
using Vigie.Trust.Mandates;

namespace Vigie.Appliance.Orders;

/// <summary>
/// The permit that a configuration is compared with when it is read: whether an order lies here that lists what is asked, be it in date or not.
/// Nothing starts by it; what runs asks <see cref="Pipeline.MandatePermit"/> for each frame.
/// </summary>
/// <param name="desk">Knows the orders.</param>
internal sealed class ForeseenPermit(MandateDesk desk) : IPermit
{
    /// <inheritdoc/>
    public bool Laboratory => false;

    /// <inheritdoc/>
    public bool Allows(string kind, string camera, out string reason) => desk.Foresees(kind, camera, out reason);

    /// <inheritdoc/>
    public bool AllowsClass(string name, string camera, out string reason) => desk.ForeseesClass(name, camera, out reason);
}
