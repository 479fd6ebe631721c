using Microsoft.Extensions.Logging;

namespace Vigie.Appliance.Telemetry;

/// <summary>What is said of the collector.</summary>
internal static partial class CollectorLog
{
    [LoggerMessage(EventId = 6710, Level = LogLevel.Warning, Message = "{Trouble}")]
    public static partial void Away(ILogger logger, string trouble);

    [LoggerMessage(EventId = 6711, Level = LogLevel.Information, Message = "Metrics are taken again by {Collector}.")]
    public static partial void Back(ILogger logger, Uri collector);
}
