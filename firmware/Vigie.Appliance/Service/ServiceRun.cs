using Vigie.Appliance.Clocks;
using Vigie.Appliance.Journal;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Sending;
using Vigie.Contract;

namespace Vigie.Appliance.Service;

/// <summary>What a running service has open.</summary>
/// <param name="Fleet">Its cameras.</param>
/// <param name="Desk">Where events go.</param>
/// <param name="Journal">Where what happened goes.</param>
/// <param name="Delivery">Outbox and postman; null where events go nowhere.</param>
/// <param name="Boot">This run of the software.</param>
/// <param name="Shadows">What rules count in their shadow time.</param>
/// <param name="Aims">Which cameras show another view than they were set up for.</param>
/// <param name="Clock">Looks at the clock.</param>
/// <param name="Failed">Fails where what serves the broker has failed, which it may not: a mistake of ours. Else it ends with the service.</param>
internal sealed record ServiceRun(
    CameraFleet Fleet, EventDesk Desk, JournalDesk Journal, BoxDelivery? Delivery, Boot Boot, ShadowBook Shadows, AimBook Aims, ClockWatch Clock, Task Failed)
{
    /// <summary>These cameras are watched from now on: what events refer to, and what is said of them in other formats.</summary>
    /// <param name="plan">What is in force.</param>
    /// <param name="context">What events refer to.</param>
    public void Renew(BoxPlan plan, ContextRecord context)
    {
        Desk.Renew(context);
        Delivery?.Projections?.Configure(BoxProjections.RulesOf(plan.Cameras), context.Time);
    }
}
