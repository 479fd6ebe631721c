using Microsoft.Extensions.Logging;

namespace Vigie.Delivery.Projections;

/// <summary>What projections say to those who read logs.</summary>
internal static partial class ProjectionLog
{
    [LoggerMessage(EventId = 4030, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(EventId = 4031, Level = LogLevel.Warning, Message = "{File} cannot be {Used}: {Problem} What an earlier run retained at the broker may stay there: take it away by hand.")]
    public static partial void BookUnusable(ILogger logger, string file, string used, string problem);

    [LoggerMessage(EventId = 4032, Level = LogLevel.Information, Message = "Home Assistant is back: it is told anew what it discovers here.")]
    public static partial void HomeIsBack(ILogger logger);

    [LoggerMessage(EventId = 4033, Level = LogLevel.Warning, Message = "Home Assistant is not told of {Count} entities: the message that describes the box would have more than {Bytes} bytes. Watch for fewer, or use two boxes.")]
    public static partial void TooMany(ILogger logger, int count, int bytes);
}
