using Microsoft.Extensions.Logging;
using Vigie.Core;
using Vigie.Delivery.Mqtt;
using Vigie.Delivery.Projections;

namespace Vigie.Delivery;

/// <summary>
/// Carries durable records from the outbox to the broker, in order within a lane, over MQTT with QoS 1. A record is acknowledged
/// to the outbox when the broker answers 0x00. 0x10 (nobody subscribes) and 0x80 or above keep it: it is tried again with a
/// jittered delay, and said in the status. For retained records 0x10 is success too: the broker keeps them for those who come.
/// MQTT 3.1.1 has no such codes: what it acknowledges counts. After a crash some records come twice, under the same name.
/// </summary>
public sealed class Postman
{
    private const int MirrorPart = 16;
    private static readonly TimeSpan LeaseCheck = TimeSpan.FromSeconds(10);
    private readonly Outbox _outbox;
    private readonly PostmanOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private readonly LaneMail[] _lanes;
    private readonly BrokerList _brokers;
    private readonly ReceiptDesk _receipts;
    private readonly Confirmations[] _confirmations;
    private readonly Lock _gate = new();
    private readonly Replies _replies = new();
    private readonly Mirror? _mirror;
    private readonly Lateness _lateness;
    private int _oversized;
    private Task? _news;
    private PostmanStatus _status;

    /// <summary>Prepares to deliver; nothing is connected yet.</summary>
    /// <param name="outbox">What to deliver: nobody else reads it.</param>
    /// <param name="options">To whom.</param>
    /// <param name="logger">Where connections and refusals are said.</param>
    /// <param name="time">For delays; the system's where null.</param>
    /// <param name="random">For jitter; the shared one where null.</param>
    /// <exception cref="Fault">Laboratory, and the broker is another machine.</exception>
    public Postman(Outbox outbox, PostmanOptions options, ILogger logger, TimeProvider? time = null, Random? random = null)
    {
        if (options.Laboratory)
        {
            foreach (BrokerAddress broker in options.Brokers)
            {
                broker.RequireLoopback();
            }
        }

        (_outbox, _options, _logger, _time) = (outbox, options, logger, time ?? TimeProvider.System);
        _lateness = new Lateness(outbox, _time);
        random ??= Random.Shared;
        _backoff = new Backoff(options.FirstRetry, random);
        _receipts = new ReceiptDesk(options.HubFile, _time, logger);
        _confirmations = [NewConfirmations(Lane.Signals), NewConfirmations(Lane.Telemetry)];
        _lanes = [NewLane(Lane.Signals), NewLane(Lane.Telemetry)];
        _brokers = new BrokerList(options.Brokers);
        _mirror = options.Mirror;
        _status = new PostmanStatus(false, Broker, 0, null, null, 0, 0);

        LaneMail NewLane(Lane lane) => new(lane, outbox, _confirmations[(int)lane], new Backoff(options.FirstRetry, random), _time);
        Confirmations NewConfirmations(Lane lane) => new(lane, outbox, _receipts, options.ReceiptPatience, random, _time, logger);
    }

    /// <summary>How delivery stands.</summary>
    public PostmanStatus Status
    {
        get
        {
            OutboxStatus outbox = _outbox.Status;
            lock (_gate)
            {
                PostmanStatus status = _status with { Waiting = outbox.WaitingSignals + outbox.WaitingTelemetry, Hub = _receipts.Hub };
                return _mirror is null ? status : status with { ProjectionError = _mirror.Error, ProjectionsDropped = _mirror.Dropped };
            }
        }
    }

    // Now and then while something waits for a hub: its lease may end without a word.
    private TimeSpan LeaseLeft => _confirmations.Any(confirmations => confirmations.Count > 0) ? LeaseCheck : Timeout.InfiniteTimeSpan;

    private string Broker => _brokers.Current.ToString();

    /// <summary>Delivers until it is told to stop, over as many connections as it takes. Ends with an orderly goodbye.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            long start = _time.GetTimestamp();
            try
            {
                await RunOnceAsync(stop);
            }
            catch (Exception error) when (PostmanWords.IsOfTheWorld(error))
            {
                string sentence = PostmanWords.Sentence(_options, Broker, error, stop.IsCancellationRequested);
                _brokers.Fail();
                Note(status => status with { Connected = false, LastError = sentence, Broker = Broker });
                if (_time.GetElapsedTime(start) > _options.LongestRetry)
                {
                    _backoff.Reset();
                }

                TimeSpan delay = stop.IsCancellationRequested ? TimeSpan.Zero : _backoff.Next(_options.LongestRetry);
                PostmanLog.Failed(_logger, sentence, delay.TotalSeconds);
                await Task.Delay(delay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// Delivers over one connection until it fails, which is thrown; or until it is told to stop or has new certificates to show, which is not.
    /// </summary>
    public async Task RunOnceAsync(CancellationToken stop)
    {
        // What is larger than any message may be would come again with each connection: from the broker's memory, or as a retained message.
        using MqttConnection connection = await MqttConnection.OpenAsync(_options, _brokers.Current, forget: _oversized > 0, _time, stop);
        try
        {
            await DeliverOnceAsync(connection, isDeaf: _oversized > 1, stop);
        }
        catch (Exception error) when (connection.HasRefusedPacket)
        {
            throw PostmanWords.Oversized(Broker, error);
        }
        finally
        {
            _mirror?.Stop();
            _oversized = connection.HasRefusedPacket ? _oversized + 1 : 0;
        }
    }

    /// <summary>Says something once, over the connection that there is; kept nowhere. Any thread.</summary>
    /// <returns>Whether it was taken: not while too many wait.</returns>
    public bool Say(OutboxMessage message) => _replies.Add(message);

    private async Task DeliverOnceAsync(MqttConnection connection, bool isDeaf, CancellationToken stop)
    {
        IReadOnlyList<string> silent = isDeaf ? ["anything, since it keeps sending what is too large"] : await connection.HearAsync(_receipts.Hear, _time);
        if (silent.Count > 0)
        {
            PostmanLog.Deaf(_logger, Broker, string.Join(", ", silent));
        }

        await connection.SayAsync(_options.Birth, _time);
        PostmanLog.Connected(_logger, Broker, _options.ClientId);
        Note(status => status with { Connected = true, LastError = null, CertificateEnds = connection.CertificateEnds });
        _replies.Restart();
        _mirror?.Restart();
        foreach (LaneMail lane in _lanes)
        {
            lane.Restart();
        }

        await DeliverAsync(connection, stop);
        await SettleRestAsync();
        if (stop.IsCancellationRequested)
        {
            await connection.SayAsync(_options.Birth with { Online = false, Reason = "stopped" }, _time);
        }

        await connection.LeaveAsync(_time);
        Note(status => status with { Connected = false });
    }

    private async Task DeliverAsync(MqttConnection connection, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = stop.Register(stopped.SetResult);
        var renewal = new CertificateWatch(connection, _options, _time, _logger);
        while (!stop.IsCancellationRequested && !renewal.IsDue)
        {
            // Before anything is settled: what is heard from here on ends the wait.
            Task receipt = _receipts.News;
            int room = connection.Window - _lanes.Sum(lane => lane.Sent);
            room -= _replies.Send(room - (_mirror?.Sent ?? 0), connection.SendAsync);
            SendAll(connection, room);
            await WaitAsync(connection, stopped.Task, receipt, Sooner(renewal.TimeLeft, LeaseLeft));
            await SettleAsync();
            if (connection.Lost.IsCompleted)
            {
                throw new Fault(
                    FaultKind.Unavailable, Broker, await connection.Lost, "Nothing to do: it is tried again, and events wait on disk.");
            }
        }
    }

    // Projections get a sixteenth of what the broker takes unanswered, or what records leave of it where that is but one: neither waits for the other.
    private void SendAll(MqttConnection connection, int room)
    {
        _mirror?.Settle();
        int share = _mirror is null ? 0 : Math.Max(1, connection.Window / MirrorPart);
        int kept = _mirror is { HasMail: true } && connection.Window > 1 ? share : _mirror?.Sent ?? 0;
        foreach (LaneMail lane in _lanes)
        {
            room -= lane.Send(room - kept, record => Send(connection, record));
        }

        _mirror?.Send(Math.Min(room, share), connection.SendAsync, _time);
    }

    private Task<int> Send(MqttConnection connection, OutboxRecord record)
    {
        Task<int> answer = connection.SendAsync(_lateness.Mark(record), out int bytes);
        Note(status => status with { Bytes = status.Bytes + bytes });
        return answer;
    }

    /// <summary>
    /// Waits for whatever comes first: an answer, news in the outbox, the end of a delay, a lost connection, the stop, and in any case no
    /// longer than until the next look at the certificates.
    /// </summary>
    private async Task WaitAsync(MqttConnection connection, Task stopped, Task receipt, TimeSpan patience)
    {
        if (_news is null or { IsCompleted: true })
        {
            _news = _outbox.WaitAsync(CancellationToken.None);
        }

        bool hasRoom = _lanes.Sum(lane => lane.Sent) + _replies.Sent + (_mirror?.Sent ?? 0) < connection.Window;
        var awaited = new List<Task>([stopped, connection.Lost, _news, receipt, .. _replies.Awaited, .. _mirror?.Awaited ?? []]);
        foreach (LaneMail lane in _lanes)
        {
            TimeSpan left = lane.TimeLeft;
            if (lane.OldestAnswer is { } answer)
            {
                awaited.Add(answer);
                left = _options.AnswerTimeout - lane.OldestAge;
            }

            if (lane.OldestAnswer is not null || (lane.IsWaiting && hasRoom))
            {
                left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
                patience = Sooner(patience, left);
            }
        }

        using var enough = new CancellationTokenSource();
        awaited.Add(Task.Delay(Sooner(patience, _mirror?.TimeLeft(_options.AnswerTimeout, _time) ?? patience), _time, enough.Token));
        await Task.WhenAny(awaited);
        await enough.CancelAsync();
        ThrowIfSilent();
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) =>
        one < TimeSpan.Zero || (other >= TimeSpan.Zero && other < one) ? other : one;

    private void ThrowIfSilent()
    {
        if (_mirror?.TimeLeft(_options.AnswerTimeout, _time) == TimeSpan.Zero
            || _lanes.Any(lane => lane.OldestAnswer is { IsCompleted: false } && lane.OldestAge >= _options.AnswerTimeout))
        {
            throw new Fault(
                FaultKind.Timeout,
                Broker,
                $"the broker has not answered for {_options.AnswerTimeout.TotalSeconds} s",
                "Nothing to do: it is tried again, and events wait on disk.");
        }
    }

    private async Task SettleAsync()
    {
        foreach (LaneMail lane in _lanes)
        {
            await lane.SettleAsync(Heard, reason => reason >= PostmanWords.Refusals ? _options.LongestRetry : _options.LongestProbe);
        }

        int unconfirmed = _confirmations.Sum(confirmations => confirmations.Count);
        Note(status => status with { Unconfirmed = unconfirmed });
    }

    private async Task SettleRestAsync()
    {
        await Task.WhenAll(_lanes.SelectMany(lane => lane.Answers)).WaitAsync(_options.AnswerTimeout, _time);
        await SettleAsync();
    }

    private void Heard(OutboxRecord record, int reason, bool taken)
    {
        string? problem = taken ? null : PostmanWords.Refusal(_options, Broker, record, reason);
        bool isNew = problem is not null && problem != _status.LastError;
        Note(status => status with { LastReason = reason, LastError = problem, Sent = status.Sent + (taken ? 1 : 0) });
        if (isNew)
        {
            PostmanLog.Refused(_logger, problem!);
        }
    }

    private void Note(Func<PostmanStatus, PostmanStatus> change)
    {
        lock (_gate)
        {
            _status = change(_status);
        }
    }
}
