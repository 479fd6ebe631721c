using Microsoft.Extensions.Logging;

namespace Vigie.Appliance.Replay;

/// <summary>Where a replay says what it meets: warnings on standard error, a line each.</summary>
internal static class ReplayLog
{
    public static ILoggerFactory Create() => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(options => options.SingleLine = true)
        .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace));
}
