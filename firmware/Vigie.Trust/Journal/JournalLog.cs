using Microsoft.Extensions.Logging;

namespace Vigie.Trust.Journal;

/// <summary>What the journal says of itself in the log. Event ids 7001 to 7099.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(7001, LogLevel.Information, "Journal {Folder}: {Records} records, boot {Boot}")]
    public static partial void Opened(ILogger logger, string folder, long records, string boot);

    [LoggerMessage(7002, LogLevel.Warning, "Journal {Folder} put right after a crash: {Detail}")]
    public static partial void Recovered(ILogger logger, string folder, string detail);

    [LoggerMessage(7003, LogLevel.Error, "Journal {Folder} takes no records: {Problem}; they wait in memory and are tried again")]
    public static partial void Refuses(ILogger logger, string folder, string problem);

    [LoggerMessage(7004, LogLevel.Information, "Journal {Folder} takes records again")]
    public static partial void Takes(ILogger logger, string folder);

    [LoggerMessage(7005, LogLevel.Error, "Journal {Folder}: {Count} records lost, because memory was full while the disk took nothing")]
    public static partial void Overflowed(ILogger logger, string folder, long count);

    [LoggerMessage(7006, LogLevel.Information, "Journal {Folder}: records up to {Through} fell to retention")]
    public static partial void Rotated(ILogger logger, string folder, long through);

    [LoggerMessage(7007, LogLevel.Error, "Journal {Folder} closed with {Count} records that the disk did not take")]
    public static partial void ClosedWithLoss(ILogger logger, string folder, long count);
}
