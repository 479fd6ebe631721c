using Microsoft.Extensions.Logging;

namespace Vigie.Appliance.Logging;

/// <summary>What the log says of itself.</summary>
internal static partial class LoggingLog
{
    [LoggerMessage(EventId = 6900, Level = LogLevel.Warning, Message = "Event {Event} about \"{Subject}\": lines left out: {Count}.")]
    public static partial void LeftOut(ILogger logger, int @event, string subject, int count);
}
