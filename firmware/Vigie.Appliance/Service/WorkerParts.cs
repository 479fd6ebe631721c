using Microsoft.Extensions.Logging;
using Vigie.Appliance.Journal;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Telemetry;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>What all workers of a process share.</summary>
/// <param name="Desk">Where events go.</param>
/// <param name="Orders">Says what may be watched for.</param>
/// <param name="Analytics">The kill switch.</param>
/// <param name="Journal">Where what happened is kept.</param>
/// <param name="Meter">Where measurements go.</param>
/// <param name="Shadows">What rules have counted in their shadow time.</param>
/// <param name="Aims">Which cameras show another view than they were set up for.</param>
/// <param name="Loggers">Where they speak.</param>
/// <param name="Time">Clock.</param>
internal sealed record WorkerParts(
    EventDesk Desk, BoxOrders Orders, AnalyticsSwitch Analytics, JournalDesk Journal, BoxMeter Meter, ShadowBook Shadows, AimBook Aims, ILoggerFactory Loggers, TimeProvider Time);
