using System.Diagnostics.CodeAnalysis;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// The records of one lane that are with the broker, in order. Many may be under way; only a prefix that the broker took is
/// acknowledged to the outbox, and while a hub is in force only what that confirmed. A refused record and all after it are held, and sent again in order, one by one until that works.
/// </summary>
internal sealed class LaneMail(Lane lane, Outbox outbox, Confirmations confirmations, Backoff backoff, TimeProvider time)
{
    private const int NobodySubscribes = 0x10;
    private readonly Queue<(OutboxRecord Record, Task<int> Answer, long SentAt)> _sent = new();
    private readonly Queue<OutboxRecord> _held = new();
    private long _notBefore;
    private int _window = 1;
    private bool _refused;
    private bool _rewinds;

    /// <summary>How many are under way.</summary>
    public int Sent => _sent.Count;

    /// <summary>What to wait for: the oldest answer; null where nothing is under way.</summary>
    public Task? OldestAnswer => Awaited.Answer;

    /// <summary>All answers that are still to come.</summary>
    public IEnumerable<Task> Answers => _sent.Select(sent => (Task)sent.Answer);

    /// <summary>Whether it has something to send when its time comes, and nothing under way.</summary>
    public bool IsWaiting => _held.Count > 0 && _sent.Count == 0 && confirmations.HasRoom;

    /// <summary>How long it still waits after a refusal; negative where it need not.</summary>
    public TimeSpan TimeLeft => time.GetElapsedTime(time.GetTimestamp(), _notBefore);

    /// <summary>How long the oldest has been under way.</summary>
    public TimeSpan OldestAge => Awaited is { Answer: not null, SentAt: var sentAt } ? time.GetElapsedTime(sentAt) : TimeSpan.Zero;

    // Behind a refusal the lane waits for the rest: looking at the refused one, which has answered, would be a busy loop.
    private (OutboxRecord? Record, Task<int>? Answer, long SentAt) Awaited =>
        _refused ? _sent.FirstOrDefault(sent => !sent.Answer.IsCompleted) : _sent.TryPeek(out var oldest) ? oldest : default;

    /// <summary>A new connection: what was under way on the old one is sent again.</summary>
    public void Restart()
    {
        Hold();
        (_window, _refused, _notBefore) = (1, false, 0);
    }

    /// <summary>Sends what may be sent now.</summary>
    /// <param name="room">How many more the broker takes, over all lanes.</param>
    /// <param name="send">Sends one.</param>
    /// <returns>How many were sent.</returns>
    public int Send(int room, Func<OutboxRecord, Task<int>> send)
    {
        int count = 0;
        Rewind();
        while (count < room && !_rewinds && confirmations.HasRoom && _sent.Count < _window && !_refused && TimeLeft <= TimeSpan.Zero && TryNext(out OutboxRecord? record))
        {
            _sent.Enqueue((record, send(record), time.GetTimestamp()));
            count++;
        }

        return count;
    }

    /// <summary>Takes the answers that have come.</summary>
    /// <param name="heard">Told of each: record and reason code, and whether the broker has it now.</param>
    /// <param name="longestDelay">The longest delay after a refusal, by reason code.</param>
    public async Task SettleAsync(Action<OutboxRecord, int, bool> heard, Func<int, TimeSpan> longestDelay)
    {
        while (!_refused && _sent.TryPeek(out var oldest) && oldest.Answer.IsCompleted)
        {
            int reason = await oldest.Answer;
            bool taken = reason == 0 || (reason == NobodySubscribes && oldest.Record.Message.Retain);
            heard(oldest.Record, reason, taken);
            if (!taken)
            {
                _refused = true;
                _notBefore = time.GetTimestamp() + (long)(backoff.Next(longestDelay(reason)).TotalSeconds * time.TimestampFrequency);
                break;
            }

            _sent.Dequeue();
            confirmations.Add(oldest.Record);
            backoff.Reset();
            _window = Math.Min(_window * 2, ushort.MaxValue);
        }

        confirmations.Settle();
        if (_refused && _sent.All(sent => sent.Answer.IsCompleted))
        {
            // What was taken after a refused one comes again after it: in order, and subscribers drop what they have.
            Hold();
            (_window, _refused) = (1, false);
        }
    }

    private void Hold()
    {
        OutboxRecord[] later = [.. _held];
        _held.Clear();
        foreach (var sent in _sent)
        {
            // How the connection ended is said elsewhere: this only looks at it, so that nobody misses it.
            _ = sent.Answer.ContinueWith(
                static answer => answer.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            _held.Enqueue(sent.Record);
        }

        foreach (OutboxRecord record in later)
        {
            _held.Enqueue(record);
        }

        _sent.Clear();
    }

    private bool TryNext([NotNullWhen(true)] out OutboxRecord? record)
    {
        while (_held.TryPeek(out record))
        {
            // What the outbox gave up meanwhile was said to be lost: it is not sent after all.
            if (outbox.IsWaiting(record) && !TryPass(record, out bool isHeld))
            {
                return !isHeld && _held.TryDequeue(out record);
            }

            _held.Dequeue();
        }

        while (outbox.TryRead(lane, out record))
        {
            if (!TryPass(record, out bool isHeld))
            {
                if (!isHeld)
                {
                    return true;
                }

                _held.Enqueue(record);
                return false;
            }
        }

        return false;
    }

    /// <summary>
    /// Passes over a record that the hub has already: when all before it are answered, for the outbox forgets in order, and what is
    /// under way must not be among it.
    /// </summary>
    private bool TryPass(OutboxRecord record, out bool isHeld)
    {
        isHeld = confirmations.IsHeld(record);
        if (!isHeld || _sent.Count > 0)
        {
            return false;
        }

        confirmations.Add(record);
        return true;
    }

    // What the hub has not, the broker lost: all from the first such record comes from the disk again, once what is under way is answered.
    private void Rewind()
    {
        _rewinds |= confirmations.IsMissed();
        if (_rewinds && _sent.Count == 0)
        {
            _held.Clear();
            confirmations.Clear();
            outbox.Rewind(lane);
            _rewinds = false;
        }
    }
}
