using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Vigie.Appliance.Logging;

/// <summary>The service's log: standard error, a line each; with systemd's level prefixes where the journal reads it (sd-daemon(3)).</summary>
internal static class ServiceConsole
{
    // The queue in front of a standard error that nobody reads: full, it drops lines and says so, and no camera waits.
    private const int MostQueued = 1000;

    /// <summary>Makes it, repeated trouble limited.</summary>
    public static ILoggerProvider Create(TimeProvider time) => new LimitedLog(LoggerFactory.Create(Build), time);

    /// <summary>Loggers that write to it; disposing of them writes out what waits.</summary>
    public static ILoggerFactory CreateFactory(TimeProvider time) => LoggerFactory.Create(logging => logging.AddProvider(Create(time)));

    private static void Build(ILoggingBuilder builder)
    {
        builder.SetMinimumLevel(LogLevel.Information);
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null)
        {
            builder.AddSystemdConsole();
        }
        else
        {
            builder.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat, options.UseUtcTimestamp) = (true, "HH:mm:ss.fff ", true));
        }

        builder.AddConsole(options =>
        {
            options.LogToStandardErrorThreshold = LogLevel.Trace;
            options.MaxQueueLength = MostQueued;
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }
}
