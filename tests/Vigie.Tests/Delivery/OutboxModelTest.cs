using CsCheck;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>
/// Random lives of an outbox against a model in memory: append, flush, read, acknowledge, restart, crash with the end of the newest
/// segments torn off or garbled.
/// </summary>
public sealed class OutboxModelTest
{
    private enum Step
    {
        Append,
        AppendTelemetry,
        Flush,
        Read,
        Acknowledge,
        Restart,
        Crash,
    }

    private static readonly Gen<(Step Step, int Size)[]> Lives = Gen
        .Select(
            Gen.Frequency(
                (8, Step.Append), (4, Step.AppendTelemetry), (3, Step.Flush), (3, Step.Read), (3, Step.Acknowledge), (1, Step.Restart), (2, Step.Crash)),
            Gen.Int[0, 900])
        .Array[1, 60];

    [Fact]
    public void No_life_loses_or_reorders_what_was_durable() => Lives.Sample(
        life =>
        {
            using var run = new Life();
            foreach ((Step step, int size) in life)
            {
                run.Take(step, size);
            }

            run.Finish();
        },
        iter: 60,
        threads: 1);

    private sealed class Life : IDisposable
    {
        private readonly List<RecordId>[] _appended = [[], []];
        private readonly int[] _durable = [0, 0];
        private readonly int[] _acknowledged = [0, 0];
        private readonly List<OutboxRecord>[] _read = [[], []];
        private OutboxBench _bench = new();
        private Outbox _outbox;

        public Life()
        {
            _outbox = _bench.Open();
        }

        public void Take(Step step, int size)
        {
            Lane lane = size % 3 == 0 ? Lane.Telemetry : Lane.Signals;
            switch (step)
            {
                case Step.Append or Step.AppendTelemetry:
                    Append(step == Step.Append ? Lane.Signals : Lane.Telemetry, size);
                    break;
                case Step.Flush:
                    Flush();
                    break;
                case Step.Read:
                    Read(lane, size % 20);
                    break;
                case Step.Acknowledge when _read[(int)lane].Count > 0:
                    Acknowledge(lane, size);
                    break;
                case Step.Restart:
                    _outbox.Dispose();
                    _durable[0] = _appended[0].Count;
                    _durable[1] = _appended[1].Count;
                    Reopen(_bench, lostCursor: false);
                    break;
                case Step.Crash:
                    Crash(size);
                    break;
            }
        }

        public void Finish()
        {
            Flush();
            foreach (Lane lane in new[] { Lane.Signals, Lane.Telemetry })
            {
                Read(lane, int.MaxValue);
                int before = _appended[(int)lane].Count - _read[(int)lane].Count;
                Assert.Equal(_appended[(int)lane].Skip(before), _read[(int)lane].Select(record => record.Id));
                Assert.InRange(before, 0, _acknowledged[(int)lane]);
            }

            Assert.Equal(0, _outbox.Status.Lost);
        }

        public void Dispose()
        {
            _outbox.Dispose();
            _bench.Dispose();
        }

        private void Append(Lane lane, int size)
        {
            _appended[(int)lane].Add(new RecordId(_outbox.Boot, OutboxBench.Append(_outbox, lane, size)));
            if (_outbox.Status.InMemory > 2)
            {
                Flush();
            }
        }

        private void Flush()
        {
            Assert.True(_outbox.FlushAsync(TestContext.Current.CancellationToken).Wait(TimeSpan.FromSeconds(20)));
            _durable[0] = _appended[0].Count;
            _durable[1] = _appended[1].Count;
        }

        private void Read(Lane lane, int most)
        {
            while (most-- > 0 && _outbox.TryRead(lane, out OutboxRecord? record))
            {
                _read[(int)lane].Add(record);
            }
        }

        private void Acknowledge(Lane lane, int size)
        {
            List<OutboxRecord> read = _read[(int)lane];
            OutboxRecord record = read[size % read.Count];
            _outbox.Advance(record);
            _acknowledged[(int)lane] = Math.Max(_acknowledged[(int)lane], _appended[(int)lane].IndexOf(record.Id) + 1);
        }

        private void Crash(int size)
        {
            OutboxBench image = _bench.Snapshot();
            Tear(image, size);
            _outbox.Dispose();
            _bench.Dispose();
            Reopen(image, lostCursor: true);
        }

        // What a power cut does to a write that was under way: the snapshot may end anywhere, or in bytes of something else.
        private static void Tear(OutboxBench image, int size)
        {
            foreach (Lane lane in new[] { Lane.Signals, Lane.Telemetry })
            {
                if (image.Segments(lane) is [.., string newest])
                {
                    byte[] torn = File.ReadAllBytes(newest).AsSpan(0, (int)Math.Min(new FileInfo(newest).Length, size)).ToArray();
                    using var file = new FileStream(newest, FileMode.Append);
                    file.Write(torn.AsSpan(torn.Length / 2));
                }
            }
        }

        private void Reopen(OutboxBench bench, bool lostCursor)
        {
            _bench = bench;
            _outbox = _bench.Open();
            foreach (int lane in new[] { 0, 1 })
            {
                _read[lane].Clear();
                Read((Lane)lane, int.MaxValue);
                List<RecordId> come = [.. _read[lane].Select(record => record.Id)];
                List<RecordId> appended = _appended[lane];
                int first = come.Count > 0 ? appended.IndexOf(come[0]) : appended.Count;
                Assert.Equal(appended.Skip(first).Take(come.Count), come);
                Assert.True(come.Count == 0 ? _acknowledged[lane] >= _durable[lane] : first <= _acknowledged[lane], "a record that nobody acknowledged is missing");
                Assert.True(lostCursor || come.Count == 0 || first == _acknowledged[lane], "an acknowledged record came again after a proper end");
                int kept = come.Count > 0 ? first + come.Count : Math.Max(_durable[lane], _acknowledged[lane]);
                Assert.True(kept >= _durable[lane], "a durable record is missing");
                appended.RemoveRange(kept, appended.Count - kept);
                _durable[lane] = kept;
                _acknowledged[lane] = come.Count > 0 ? first : kept;
            }
        }
    }
}
