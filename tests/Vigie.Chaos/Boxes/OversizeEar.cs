using Microsoft.Extensions.Logging;

namespace Vigie.Chaos.Boxes;

/// <summary>Hears the postman say that a packet was too large: its status shows that only until the next connection.</summary>
internal sealed class OversizeEar : ILogger
{
    private long _heard;

    /// <summary>How often.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception).Contains("larger than any to a box", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _heard);
        }
    }
}
