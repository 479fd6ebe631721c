using Microsoft.Extensions.Logging;

namespace Vigie.Delivery;

/// <summary>What the outbox says to those who read logs.</summary>
internal static partial class OutboxLog
{
    [LoggerMessage(EventId = 4100, Level = LogLevel.Information, Message = "Outbox {Folder}: {Signals} signals and {Telemetry} telemetry records wait from before.")]
    public static partial void Opened(ILogger logger, string folder, ulong signals, ulong telemetry);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "{File}: the last write was torn; {Bytes} bytes that were never durable are cut off.")]
    public static partial void Torn(ILogger logger, string file, long bytes);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "{File}: {Count} records from number {Number} on are damaged or missing; the rest goes on.")]
    public static partial void Damaged(ILogger logger, string file, ulong count, ulong number);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "{File}: the header is {What}.")]
    public static partial void HeaderDamaged(ILogger logger, string file, string what);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "{File}: cannot be read: {Problem}")]
    public static partial void Unreadable(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Warning, Message = "{File}: is none of the outbox's files; left alone.")]
    public static partial void Foreign(ILogger logger, string file);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Error, Message = "{File}: both copies of the cursor are damaged; everything stored is sent again.")]
    public static partial void LedgerDamaged(ILogger logger, string file);

    [LoggerMessage(EventId = 4107, Level = LogLevel.Warning, Message = "Outbox {Folder}, {Lane}: the cursor {Cursor} lies beyond the last stored record; the next one is numbered {Next}.")]
    public static partial void CursorBeyond(ILogger logger, string folder, Lane lane, ulong cursor, ulong next);

    [LoggerMessage(EventId = 4108, Level = LogLevel.Warning, Message = "{File}: cannot be cut back: {Problem} Its surplus is ignored.")]
    public static partial void CutFailed(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 4109, Level = LogLevel.Warning, Message = "A copy of the damaged segment is kept as {File}.")]
    public static partial void Quarantined(ILogger logger, string file);

    [LoggerMessage(EventId = 4110, Level = LogLevel.Warning, Message = "{File}: no copy could be kept: {Problem}")]
    public static partial void QuarantineFailed(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 4111, Level = LogLevel.Warning, Message = "{Lane}: {Count} records are given up ({Reason}).")]
    public static partial void GivenUp(ILogger logger, Lane lane, ulong count, GapReason reason);

    [LoggerMessage(EventId = 4112, Level = LogLevel.Error, Message = "{Fault}")]
    public static partial void DiskRefuses(ILogger logger, string fault);

    [LoggerMessage(EventId = 4113, Level = LogLevel.Information, Message = "Outbox {Folder}: the disk takes records again.")]
    public static partial void DiskTakes(ILogger logger, string folder);

    [LoggerMessage(EventId = 4114, Level = LogLevel.Error, Message = "Outbox {Folder}: closed with {Count} records that the disk never took.")]
    public static partial void ClosedWithLoss(ILogger logger, string folder, long count);
}
