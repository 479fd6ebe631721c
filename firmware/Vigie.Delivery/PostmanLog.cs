using Microsoft.Extensions.Logging;

namespace Vigie.Delivery;

/// <summary>What the postman says to those who read logs.</summary>
internal static partial class PostmanLog
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "Connected to {Broker} as {Client}.")]
    public static partial void Connected(ILogger logger, string broker, string client);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "{Problem} Next attempt in {Seconds:0.0} s.")]
    public static partial void Failed(ILogger logger, string problem, double seconds);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "New certificates: connecting again to show them.")]
    public static partial void Renewing(ILogger logger);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "New certificates cannot be used, the connection goes on with the old ones: {Problem}")]
    public static partial void RenewalRefused(ILogger logger, string problem);

    [LoggerMessage(EventId = 4010, Level = LogLevel.Warning, Message = "{Broker} lets this box not hear {Topics}: nothing comes from there. See the broker's access rules, and what is retained there.")]
    public static partial void Deaf(ILogger logger, string broker, string topics);
}
