using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vigie.Capture;

namespace Vigie.Tests.Capture;

/// <summary>Keeps what a feed logs.</summary>
public sealed class FeedLog : ILogger<LiveFeed>
{
    public ConcurrentQueue<(int Id, string Text)> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Id, formatter(state, exception) + exception));
}
