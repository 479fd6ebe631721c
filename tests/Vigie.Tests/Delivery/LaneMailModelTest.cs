using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>
/// Random days of a lane between an outbox, a broker that takes, refuses and dies with what it took, and a hub that confirms: the outbox never
/// forgets what the hub has not, and in the end the hub has everything and the outbox nothing.
/// </summary>
public sealed class LaneMailModelTest
{
    private enum Step
    {
        Append,
        Send,
        Take,
        Refuse,
        Deliver,
        Confirm,
        Wait,
        BrokerDies,
        LineBreaks,
    }

    private static readonly Gen<(Step Step, int Size)[]> Days = Gen
        .Select(
            Gen.Frequency(
                (3, Step.Append), (8, Step.Send), (8, Step.Take), (1, Step.Refuse), (4, Step.Deliver), (5, Step.Confirm), (3, Step.Wait), (2, Step.BrokerDies), (1, Step.LineBreaks)),
            Gen.Int[1, 40])
        .Array[1, 150];

    [Fact]
    public void Nothing_is_forgotten_that_the_hub_has_not_and_all_comes_to_it() => Days.Sample(
        day =>
        {
            using var run = new Day();
            foreach ((Step step, int size) in day)
            {
                run.Take(step, size);
            }

            run.Finish();
        },
        iter: 100,
        threads: 1);

    private sealed class Day : IDisposable
    {
        private const int Window = 64;
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
        private readonly OutboxBench _bench = new();
        private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
        private readonly ReceiptDesk _desk;
        private readonly Outbox _outbox;
        private readonly LaneMail _mail;
        private readonly List<(OutboxRecord Record, TaskCompletionSource<int> Answer)> _line = [];
        private readonly Queue<uint> _broker = new();
        private readonly SortedSet<uint> _hub = [];
        private uint _appended;

        public Day()
        {
            _bench.Options = _bench.Options with { SegmentBytes = 20_000, BufferBytes = 16_000 };
            _outbox = _bench.Open();
            _desk = new ReceiptDesk(null, _time, NullLogger.Instance);
            var random = new Random(1);
            var confirmations = new Confirmations(Lane.Signals, _outbox, _desk, Patience, random, _time, NullLogger.Instance);
            _mail = new LaneMail(Lane.Signals, _outbox, confirmations, new Backoff(TimeSpan.FromSeconds(1), random), _time);
            Confirm();
        }

        // Numbers and sequences go side by side: one boot, one lane.
        private uint Forgotten => _appended - (uint)_outbox.Status.WaitingSignals;

        public void Take(Step step, int size)
        {
            switch (step)
            {
                case Step.Append: Append(size); break;
                case Step.Send: Send(); break;
                case Step.Take: Answer(size, 0); break;
                case Step.Refuse: Answer(1, 0x97); break;
                case Step.Deliver: Deliver(size); break;
                case Step.Confirm: Confirm(); break;
                case Step.Wait: _time.Advance(TimeSpan.FromMilliseconds(100 * size)); break;
                case Step.BrokerDies: BreakOff(dies: true); break;
                case Step.LineBreaks: BreakOff(dies: false); break;
            }

            Assert.All(Enumerable.Range(1, (int)Forgotten), sequence => Assert.Contains((uint)sequence, _hub));
        }

        public void Finish()
        {
            for (int i = 0; i < 60 && _outbox.Status.WaitingSignals > 0; i++)
            {
                Take(Step.Send, 1);
                Take(Step.Take, Window);
                Take(Step.Deliver, Window);
                Take(Step.Wait, 30);
                Take(Step.Confirm, 1);
            }

            Assert.Equal(0, _outbox.Status.WaitingSignals);
            Assert.Equal(_appended, (uint)_hub.Count);
        }

        public void Dispose()
        {
            _outbox.Dispose();
            _bench.Dispose();
        }

        private void Append(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _appended = OutboxBench.Append(_outbox);
            }

            _outbox.FlushAsync().GetAwaiter().GetResult();
        }

        private void Send() => _mail.Send(Window - _mail.Sent, record =>
        {
            var answer = new TaskCompletionSource<int>();
            _line.Add((record, answer));
            return answer.Task;
        });

        private void Answer(int count, int reason)
        {
            foreach ((OutboxRecord record, TaskCompletionSource<int> answer) in _line.Take(count).ToArray())
            {
                if (reason == 0)
                {
                    _broker.Enqueue(record.Id.Sequence);
                }

                answer.SetResult(reason);
                _line.RemoveAt(0);
            }

            Settle();
        }

        private void Deliver(int count)
        {
            for (int i = 0; i < count && _broker.TryDequeue(out uint sequence); i++)
            {
                _hub.Add(sequence);
            }
        }

        private void Confirm()
        {
            List<SequenceRange> ranges = [];
            foreach (uint sequence in _hub)
            {
                if (ranges.Count > 0 && ranges[^1].Last + 1 == sequence)
                {
                    ranges[^1] = ranges[^1] with { Last = sequence };
                }
                else
                {
                    ranges.Add(new SequenceRange(sequence, sequence));
                }
            }

            ReceivedRun[] runs = ranges.Count == 0 ? [] : [new ReceivedRun(Boot.FromNumber(_outbox.Boot), [.. ranges.TakeLast(ReceiptRecord.MostRanges)])];
            _desk.Hear(new ReceiptRecord { Hub = "room", Time = _time.GetUtcNow(), Lease = ReceiptRecord.LongestLease, Runs = [.. runs] }.Encode(WireEncoding.Cbor));
            Settle();
        }

        // What is on the line may have come to the broker without its answer coming back.
        private void BreakOff(bool dies)
        {
            if (dies)
            {
                _broker.Clear();
            }
            else
            {
                _line.ForEach(sent => _broker.Enqueue(sent.Record.Id.Sequence));
            }

            _line.ForEach(sent => sent.Answer.SetException(new IOException("the line broke")));
            _line.Clear();
            _mail.Restart();
        }

        private void Settle() => _mail.SettleAsync((_, _, _) => { }, _ => TimeSpan.FromSeconds(1)).GetAwaiter().GetResult();
    }
}
