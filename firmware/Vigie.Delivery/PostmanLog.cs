using Microsoft.Extensions.Logging;

namespace Vigie.Delivery;

/// <summary>What the postman says to those who read logs.</summary>
internal static partial class PostmanLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to {Broker} as {Client}.")]
    public static partial void Connected(ILogger logger, string broker, string client);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} Next attempt in {Seconds:0.0} s.")]
    public static partial void Failed(ILogger logger, string problem, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Refused(ILogger logger, string problem);
}
