using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vigie.Delivery.Projections.HomeAssistant;

namespace Vigie.Delivery.Projections;

/// <summary>
/// What projections say, on its way to the broker: past the outbox. Of what is retained only the latest counts, and all of it is said anew over each connection; what
/// is of the moment is said once, or dropped and counted where there is no connection or too much of it. Neither can hold an event back, nor take its place on disk. Any thread.
/// </summary>
public sealed class Mirror
{
    /// <summary>What is of the moment and waits, at most; beyond it the oldest is dropped.</summary>
    public const int MostMoments = 64;

    private readonly Lock _gate = new();
    private readonly RetainedBook _book;
    private readonly ILogger _logger;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _retained = new(StringComparer.Ordinal);
    private readonly Queue<string> _unsaid = new();
    private readonly HashSet<string> _isUnsaid = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly Queue<ProjectedMessage> _moments = new();

    // The postman's alone.
    private readonly List<(Task<int> Answer, ProjectedMessage Message)> _sent = [];
    private TaskCompletionSource _news = NewSource();
    private bool _isConnected;
    private long _dropped;
    private string? _error;

    /// <summary>Opens it; nothing is said before rules are (<see cref="ProjectionDesk.Configure"/>).</summary>
    /// <param name="file">Where it is kept what is retained.</param>
    /// <param name="home">What topics of states for Home Assistant begin with, where its birth is listened to; null: it is not.</param>
    /// <param name="logger">Where refusals are said.</param>
    /// <param name="time">For delays.</param>
    /// <param name="random">For delays; the shared one where null.</param>
    public Mirror(string file, string? home, ILogger logger, TimeProvider time, Random? random = null)
    {
        (_book, _logger) = (new RetainedBook(file, logger), logger);
        Home = home is null ? null : new HomeBirth(() => Repeat(home), time, random ?? Random.Shared);
        LeavesHome = home is null && _book.Topics.Any(topic => topic.StartsWith(HomeTopics.Prefix, StringComparison.Ordinal));
        RulesBefore = _book.Rules;
    }

    /// <summary>Who hears that Home Assistant is there; null: nobody.</summary>
    internal HomeBirth? Home { get; }

    /// <summary>Whether an earlier run listened to that, and this one does not.</summary>
    internal bool LeavesHome { get; }

    /// <summary>Rules that an earlier run announced.</summary>
    public ImmutableArray<WatchedRule> RulesBefore { get; }

    /// <summary>How many messages of the moment were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>What the broker refused last over this connection: a sentence; null while all is well.</summary>
    public string? Error
    {
        get
        {
            lock (_gate)
            {
                return _error;
            }
        }
    }

    /// <summary>How many are under way.</summary>
    internal int Sent => _sent.Count;

    /// <summary>What to wait for: news, and all answers that are still to come.</summary>
    internal IEnumerable<Task> Awaited
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent.Select(sent => (Task)sent.Answer), _news.Task];
            }
        }
    }

    /// <summary>Whether something waits to be said.</summary>
    internal bool HasMail
    {
        get
        {
            lock (_gate)
            {
                return _unsaid.Count + _moments.Count > 0;
            }
        }
    }

    /// <summary>Writes down what will be retained, before any of it is said. Waits for the disk.</summary>
    internal void Note(IEnumerable<string> topics, IEnumerable<WatchedRule> rules) => _book.Add(topics, rules);

    /// <summary>This and nothing else is retained from now on.</summary>
    internal void Keep(ImmutableArray<ProjectedMessage> all)
    {
        lock (_gate)
        {
            HashSet<string> topics = [.. all.Select(message => message.Topic)];
            _leaving.UnionWith(_book.Topics.Concat(_retained.Keys));
            _leaving.ExceptWith(topics);
            foreach (string topic in _leaving)
            {
                Put(topic, default);
            }

            foreach (ProjectedMessage message in all)
            {
                Put(message.Topic, message.Payload);
            }

            _news.TrySetResult();
        }
    }

    /// <summary>Says one.</summary>
    internal void Say(ProjectedMessage message)
    {
        lock (_gate)
        {
            if (message.Retain)
            {
                Put(message.Topic, message.Payload);
            }
            else if (!_isConnected)
            {
                _dropped++;
            }
            else
            {
                _moments.Enqueue(message);
                DropDownTo(MostMoments);
            }

            _news.TrySetResult();
        }
    }

    /// <summary>A new connection: all that is retained is said again, what was of the moment is over.</summary>
    internal void Restart()
    {
        Forget(static _ => true);
        lock (_gate)
        {
            DropDownTo(0);
            (_isConnected, _error) = (true, null);
            foreach (string topic in _retained.Keys)
            {
                Unsaid(topic);
            }
        }
    }

    /// <summary>The connection is gone.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _isConnected = false;
        }
    }

    /// <summary>Sends what may be sent.</summary>
    /// <param name="room">How many may be under way.</param>
    /// <param name="send">Sends one.</param>
    internal void Send(int room, Func<ProjectedMessage, Task<int>> send)
    {
        lock (_gate)
        {
            // Before the queues are looked at: what comes from here on is news again.
            _news = _news.Task.IsCompleted ? NewSource() : _news;
        }

        while (_sent.Count < room && TryNext(out ProjectedMessage message))
        {
            _sent.Add((send(message), message));
        }
    }

    /// <summary>Takes the answers that have come.</summary>
    internal void Settle()
    {
        foreach ((Task<int> answer, ProjectedMessage message) in _sent.Where(sent => sent.Answer.IsCompletedSuccessfully))
        {
            if (answer.Result >= PostmanWords.Refusals)
            {
                Refused(message.Topic, answer.Result);
            }
            else if (message is { Retain: true, Payload.IsEmpty: true } && HasLeft(message.Topic))
            {
                _book.Remove(message.Topic);
            }
        }

        Forget(static answer => answer.IsCompleted);
    }

    // All that is retained for Home Assistant, once more.
    private void Repeat(string home)
    {
        ProjectionLog.HomeIsBack(_logger);
        lock (_gate)
        {
            foreach (string topic in _retained.Keys.Where(topic => topic.StartsWith(HomeTopics.Prefix, StringComparison.Ordinal) || topic.StartsWith(home, StringComparison.Ordinal)))
            {
                Unsaid(topic);
            }

            _news.TrySetResult();
        }
    }

    private bool TryNext(out ProjectedMessage message)
    {
        lock (_gate)
        {
            if (!_unsaid.TryDequeue(out string? topic))
            {
                return _moments.TryDequeue(out message);
            }

            _isUnsaid.Remove(topic);
            message = new ProjectedMessage(topic, _retained[topic], Retain: true);
            return true;
        }
    }

    private bool HasLeft(string topic)
    {
        lock (_gate)
        {
            return _leaving.Remove(topic);
        }
    }

    // Said once a connection: it is tried again with the next one, for rules that were mended.
    private void Refused(string topic, int reason)
    {
        lock (_gate)
        {
            if (_error is not null)
            {
                return;
            }

            _error = $"The broker refuses {topic} (reason {reason}). Let the box write there in the broker's access rules, or take the projection out of \"delivery\".";
        }

        ProjectionLog.Refused(_logger, _error);
    }

    private void Put(string topic, ReadOnlyMemory<byte> payload)
    {
        if (!_retained.TryGetValue(topic, out ReadOnlyMemory<byte> before) || !before.Span.SequenceEqual(payload.Span))
        {
            _retained[topic] = payload;
            Unsaid(topic);
        }
    }

    private void Unsaid(string topic)
    {
        if (_isUnsaid.Add(topic))
        {
            _unsaid.Enqueue(topic);
        }
    }

    private void DropDownTo(int most)
    {
        while (_moments.Count > most)
        {
            _moments.Dequeue();
            _dropped++;
        }
    }

    private void Forget(Predicate<Task<int>> done)
    {
        foreach ((Task<int> answer, _) in _sent.Where(sent => done(sent.Answer)))
        {
            // How the connection ended is said elsewhere: this only looks at it, so that nobody misses it.
            _ = answer.ContinueWith(static lost => lost.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        _sent.RemoveAll(sent => done(sent.Answer));
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
