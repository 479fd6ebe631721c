using Microsoft.Extensions.Logging;
using Vigie.Trust.Mandates;

namespace Vigie.Appliance.Orders;

/// <summary>What the box says of its orders in the log. Event ids 6100 to 6199.</summary>
internal static partial class OrderLog
{
    [LoggerMessage(6100, LogLevel.Warning, "Orders: {Kind}: {Words}")]
    public static partial void Notice(ILogger logger, MandateNoticeKind kind, string words);

    [LoggerMessage(6101, LogLevel.Error, "Orders: {Problem} Tried again each time; what this process knows goes on.")]
    public static partial void DiskRefuses(ILogger logger, string problem);

    [LoggerMessage(6102, LogLevel.Information, "Orders: the disk takes and gives everything again.")]
    public static partial void DiskTakes(ILogger logger);
}
