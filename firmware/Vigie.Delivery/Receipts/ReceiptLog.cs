using Microsoft.Extensions.Logging;

namespace Vigie.Delivery;

/// <summary>What is said of hubs.</summary>
internal static partial class ReceiptLog
{
    [LoggerMessage(EventId = 4005, Level = LogLevel.Information, Message = "The hub {Hub} confirms: events are kept until it has them.")]
    public static partial void InForce(ILogger logger, string hub);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Information, Message = "The hub {Hub} has taken leave: the broker's word is enough.")]
    public static partial void Left(ILogger logger, string hub);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Warning, Message = "What came as a receipt is none: {Problem}.")]
    public static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(EventId = 4008, Level = LogLevel.Warning, Message = "{File} cannot be written: {Problem} After a restart the broker's word is enough until the hub is heard.")]
    public static partial void NotKept(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 4009, Level = LogLevel.Warning, Message = "The hub {Hub} has not received {Count} records from {First} on, which the broker took: sending them again.")]
    public static partial void SendingAgain(ILogger logger, string hub, int count, uint first);
}
