using Microsoft.Extensions.Logging;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Telemetry;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>What all workers of a process share.</summary>
/// <param name="Desk">Where events go.</param>
/// <param name="Permit">Says what may be watched for.</param>
/// <param name="Meter">Where measurements go.</param>
/// <param name="Loggers">Where they speak.</param>
/// <param name="Time">Clock.</param>
internal sealed record WorkerParts(EventDesk Desk, IPermit Permit, BoxMeter Meter, ILoggerFactory Loggers, TimeProvider Time);
