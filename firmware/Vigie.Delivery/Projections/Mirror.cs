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

    private const int MostStrikes = 2;

    private const string Resting =
        "Connections ended while projections had no answer: they rest for ten minutes. See what the broker's log says, of packets that are too large perhaps.";

    /// <summary>For how long nothing is said over a connection after two that ended so.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly RetainedBook _book;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly RetainedStates _retained = new();
    private readonly Queue<ProjectedMessage> _moments = new();

    // The postman's alone.
    private readonly List<(Task<int> Answer, ProjectedMessage Message, long SentAt)> _sent = [];
    private TaskCompletionSource _news = NewSource();
    private int _struck;
    private bool _isConnected;
    private Task _rest = Task.CompletedTask;
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
        (_book, _logger, _time) = (new RetainedBook(file, logger), logger, time);
        Home = home is null ? null : new HomeBirth(() => Repeat(home), time, random ?? Random.Shared);
        LeavesHome = home is null && _book.Topics.Any(topic => topic.StartsWith(HomeTopics.Prefix, StringComparison.Ordinal));
        RulesBefore = _book.Before;
    }

    /// <summary>Who hears that Home Assistant is there; null: nobody.</summary>
    internal HomeBirth? Home { get; }

    /// <summary>Whether an earlier run listened to that, and this one does not.</summary>
    internal bool LeavesHome { get; }

    /// <summary>Rules that an earlier run announced, or took back without an answer.</summary>
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
                return IsResting ? Resting : _error;
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
                return [.. _sent.Select(sent => (Task)sent.Answer), _news.Task, .. IsResting ? [_rest] : Array.Empty<Task>()];
            }
        }
    }

    private bool IsResting => !_rest.IsCompleted;

    /// <summary>Whether something waits to be said.</summary>
    internal bool HasMail
    {
        get
        {
            lock (_gate)
            {
                return !IsResting && _retained.Unsaid + _moments.Count > 0;
            }
        }
    }

    /// <summary>Writes down what will be retained, before any of it is said. Waits for the disk.</summary>
    internal long Note(IEnumerable<string> topics, IEnumerable<WatchedRule> rules, IEnumerable<WatchedRule> gone) => _book.Add(topics, rules, gone);

    /// <summary>This and nothing else is retained from now on; once the broker has taken it, what was noted as gone is. Does not wait for the disk.</summary>
    internal void Keep(ImmutableArray<ProjectedMessage> all, long noted = 0)
    {
        lock (_gate)
        {
            _retained.Keep(all, _book.Topics, noted);
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
                _retained.Put(message.Topic, message.Payload);
            }
            else if (!_isConnected || IsResting)
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

    /// <summary>
    /// A new connection: all that is retained is said again, what was of the moment is over. A broker that may have ended two in a row for what projections say gets a while without
    /// them: records must come through.
    /// </summary>
    internal void Restart()
    {
        Forget(static _ => true);
        lock (_gate)
        {
            DropDownTo(0);
            (_isConnected, _error) = (true, null);
            if (_struck >= MostStrikes)
            {
                (_rest, _struck) = (Task.Delay(Rest, _time), 0);
                ProjectionLog.Refused(_logger, Resting);
            }

            _retained.Repeat(static _ => true);
        }
    }

    /// <summary>The connection is gone.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _isConnected = false;
            _struck = _sent.Any(sent => !sent.Answer.IsCompletedSuccessfully) ? _struck + 1 : 0;
        }

        // Counted once: the next connection may end before it is begun anew.
        Forget(static _ => true);
    }

    /// <summary>How much longer the oldest may be without an answer, of so long; infinite where none is awaited.</summary>
    internal TimeSpan TimeLeft(TimeSpan timeout, TimeProvider time) => _sent.Find(sent => !sent.Answer.IsCompleted) is { Answer: not null, SentAt: var sentAt }
        ? TimeSpan.FromTicks(Math.Max(0, (timeout - time.GetElapsedTime(sentAt)).Ticks)) : Timeout.InfiniteTimeSpan;

    /// <summary>Sends what may be sent.</summary>
    /// <param name="room">How many may be under way.</param>
    /// <param name="send">Sends one.</param>
    /// <param name="time">By which answers are waited for.</param>
    internal void Send(int room, Func<ProjectedMessage, Task<int>> send, TimeProvider time)
    {
        lock (_gate)
        {
            // Before the queues are looked at: what comes from here on is news again.
            _news = _news.Task.IsCompleted ? NewSource() : _news;
        }

        while (_sent.Count < room && TryNext(out ProjectedMessage message))
        {
            _sent.Add((send(message), message, time.GetTimestamp()));
        }
    }

    /// <summary>Takes the answers that have come.</summary>
    internal void Settle()
    {
        List<string> left = [];
        foreach ((Task<int> answer, ProjectedMessage message, _) in _sent.Where(sent => sent.Answer.IsCompletedSuccessfully))
        {
            if (answer.Result >= PostmanWords.Refusals)
            {
                Refused(message.Topic, answer.Result);
            }
            else if (message.Retain && Of(states => states.Take(message.Topic, message.Payload)))
            {
                left.Add(message.Topic);
            }
        }

        _book.Remove(left, Of(static states => states.TakeNoted()));
        Forget(static answer => answer.IsCompleted);
    }

    // All that is retained for Home Assistant, once more.
    private void Repeat(string home)
    {
        ProjectionLog.HomeIsBack(_logger);
        lock (_gate)
        {
            _retained.Repeat(topic => topic.StartsWith(HomeTopics.Prefix, StringComparison.Ordinal) || topic.StartsWith(home, StringComparison.Ordinal));
            _news.TrySetResult();
        }
    }

    private bool TryNext(out ProjectedMessage message)
    {
        lock (_gate)
        {
            message = default;
            if (IsResting)
            {
                return false;
            }

            if (!_retained.TryNext(out string? topic, out ReadOnlyMemory<byte> payload))
            {
                return _moments.TryDequeue(out message);
            }

            message = new ProjectedMessage(topic, payload, Retain: true);
            return true;
        }
    }

    private T Of<T>(Func<RetainedStates, T> asked)
    {
        lock (_gate)
        {
            return asked(_retained);
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
        foreach ((Task<int> answer, _, _) in _sent.Where(sent => done(sent.Answer)))
        {
            // How the connection ended is said elsewhere: this only looks at it, so that nobody misses it.
            _ = answer.ContinueWith(static lost => lost.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        _sent.RemoveAll(sent => done(sent.Answer));
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
