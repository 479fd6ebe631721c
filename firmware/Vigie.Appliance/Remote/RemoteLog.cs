using Microsoft.Extensions.Logging;
using Vigie.Contract;

namespace Vigie.Appliance.Remote;

/// <summary>What the box says of commands from the broker. Event ids 6800 to 6899.</summary>
internal static partial class RemoteLog
{
    [LoggerMessage(6800, LogLevel.Warning, "Command {Action} of {Signer} carried out: {Words}")]
    public static partial void Done(ILogger logger, CommandAction action, string signer, string words);

    [LoggerMessage(6801, LogLevel.Warning, "What came on {Topic} {Problem}. {Remedy}")]
    public static partial void Refused(ILogger logger, string topic, string problem, string remedy);

    [LoggerMessage(6802, LogLevel.Warning, "{Count} more were refused that came from the broker: {Reasons}")]
    public static partial void Flood(ILogger logger, string count, string reasons);

    [LoggerMessage(6803, LogLevel.Error, "A command is not carried out, or not for certain: {Problem}")]
    public static partial void NotKept(ILogger logger, string problem);

    [LoggerMessage(6804, LogLevel.Warning, "A revocation came from the broker: {Words}")]
    public static partial void Revoked(ILogger logger, string words);
}
