using System.Collections.Concurrent;

namespace Vigie.Delivery;

/// <summary>
/// What the box answers to letters: sent once over the connection that there is, kept nowhere. They take their place in the window of what the broker may have
/// unanswered, and go before events: somebody waits for them.
/// </summary>
internal sealed class Replies
{
    private const int Most = 16;

    private readonly ConcurrentQueue<OutboxMessage> _waiting = new();
    private readonly List<Task<int>> _sent = [];
    private volatile TaskCompletionSource _news = NewSource();

    /// <summary>How many are under way.</summary>
    public int Sent => _sent.Count;

    /// <summary>What to wait for: a new one, and all answers that are still to come.</summary>
    public IEnumerable<Task> Awaited => _sent.Prepend(_news.Task);

    /// <summary>Takes one; any thread.</summary>
    /// <returns>False where too many wait already: it is dropped.</returns>
    public bool Add(OutboxMessage message)
    {
        if (_waiting.Count >= Most)
        {
            return false;
        }

        _waiting.Enqueue(message);
        _news.TrySetResult();
        return true;
    }

    /// <summary>A new connection: what was under way on the old one is not said again.</summary>
    public void Restart() => Forget(_ => true);

    /// <summary>Sends what waits.</summary>
    /// <param name="room">How many of them the broker takes unanswered.</param>
    /// <param name="send">Sends one.</param>
    /// <returns>How many are under way.</returns>
    public int Send(int room, Func<OutboxMessage, Task<int>> send)
    {
        Forget(answer => answer.IsCompleted);
        // Before the queue is looked at: what comes from here on is news again.
        _news = _news.Task.IsCompleted ? NewSource() : _news;
        while (_sent.Count < room && _waiting.TryDequeue(out OutboxMessage message))
        {
            _sent.Add(send(message));
        }

        return _sent.Count;
    }

    private void Forget(Predicate<Task<int>> done)
    {
        foreach (Task<int> answer in _sent.Where(answer => done(answer)))
        {
            // How the connection ended is said elsewhere: this only looks at it, so that nobody misses it.
            _ = answer.ContinueWith(static lost => lost.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        _sent.RemoveAll(done);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
