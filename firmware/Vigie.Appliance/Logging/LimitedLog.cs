using Microsoft.Extensions.Logging;

namespace Vigie.Appliance.Logging;

/// <summary>A log that says repeated trouble once a second: hands lines on to another, as <see cref="RepeatLimit"/> decides.</summary>
internal sealed class LimitedLog : ILoggerProvider
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private readonly ILoggerFactory _inner;
    private readonly RepeatLimit _limit;
    private readonly ILogger _own;
    private readonly ITimer _timer;

    /// <summary>Stands in front of another log.</summary>
    /// <param name="inner">Where lines go: this one's own.</param>
    /// <param name="time">Clock.</param>
    public LimitedLog(ILoggerFactory inner, TimeProvider time)
    {
        _inner = inner;
        _limit = new RepeatLimit(time);
        _own = inner.CreateLogger("Vigie.Appliance.Logging");
        _timer = time.CreateTimer(_ => Tell(), null, TellEvery, TellEvery);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Limited(_inner.CreateLogger(categoryName), _limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Tell();
        _inner.Dispose();
    }

    private void Tell()
    {
        foreach ((int number, string subject, int leftOut) in _limit.TakeLeftOut())
        {
            LoggingLog.LeftOut(_own, number, subject, leftOut);
        }
    }

    private sealed class Limited(ILogger inner, RepeatLimit limit) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || !limit.MayWrite(eventId, SubjectOf(state), out int leftOut))
            {
                return;
            }

            inner.Log(logLevel, eventId, state, exception, leftOut == 0
                ? formatter
                : (said, error) => $"{formatter(said, error)} ({leftOut} more like this since the last one.)");
        }

        private static string SubjectOf<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? values.Select(pair => pair.Value).OfType<string>().FirstOrDefault("") : "";
    }
}
