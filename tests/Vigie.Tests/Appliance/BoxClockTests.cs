using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Clocks;
using Vigie.Appliance.Health;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Delivery;
using Vigie.Scene.Rules;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Appliance;

/// <summary>The clock that events are stamped with: how it follows the system's, and how that is told.</summary>
public sealed class BoxClockTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly SettableClock _system = new(Start);
    private readonly OutboxBench _bench = new();
    private readonly Outbox _outbox;
    private readonly BoxClock _clock;
    private readonly EventDesk _desk;
    private TimeSpan? _kernel = TimeSpan.FromMilliseconds(40);

    public BoxClockTests()
    {
        _outbox = _bench.Open(_system);
        _clock = new BoxClock(_system);
        _desk = new EventDesk(Contract.Samples.Context with { Identity = new(Boot.FromNumber(_outbox.Boot), 1, null) }, _outbox, null, clock: _clock);
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void It_goes_on_by_the_monotonic_clock_and_follows_a_step_when_it_looks()
    {
        _system.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(Start.AddSeconds(5), _clock.GetUtcNow());
        Assert.Null(_clock.Look());

        _system.Set(TimeSpan.FromHours(2));
        _system.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(Start.AddSeconds(6), _clock.GetUtcNow());
        Assert.Equal(new ClockStep(Start.AddSeconds(6), Start.AddSeconds(7206)), _clock.Look());
        Assert.Equal(Start.AddSeconds(7206), _clock.GetUtcNow());
        Assert.Null(_clock.Look());

        _system.Set(TimeSpan.FromHours(-3));
        Assert.Equal(TimeSpan.FromHours(-3), _clock.Look()!.Value.Length);
    }

    [Fact]
    public void A_step_of_less_than_a_second_is_followed_and_not_told()
    {
        for (int i = 0; i < 5; i++)
        {
            _system.Set(TimeSpan.FromSeconds(0.9));
            Assert.Null(_clock.Look());
        }

        Assert.Equal(Start.AddSeconds(4.5), _clock.GetUtcNow());
        _system.Set(BoxClock.Bound);
        Assert.Equal(BoxClock.Bound, _clock.Look()!.Value.Length);
    }

    [Fact]
    public void Who_is_interrupted_between_two_clocks_looks_again_later()
    {
        _system.Set(TimeSpan.FromMinutes(1));
        _system.Between = TimeSpan.FromSeconds(3);
        Assert.Null(_clock.Look());
        _system.Between = TimeSpan.Zero;
        Assert.Equal(TimeSpan.FromMinutes(1), _clock.Look()!.Value.Length);
    }

    [Fact]
    public void Each_boot_says_first_how_sure_its_clock_is()
    {
        Watch().Look();
        Publish(EventPhase.Start);

        OutboxRecord[] records = Read();
        Assert.Equal(["clock", "context", "event/intrusion"], records.Select(record => record.Message.Topic));
        Assert.True(records[0].Message.Retain, "Nobody need subscribe to it: it may not hold what comes behind.");
        ClockRecord said = Clock(records[0]);
        Assert.Equal((null, 2_000), (said.Was, said.Uncertainty));
        Assert.Equal(Start, said.Time);
    }

    [Fact]
    public void What_is_worse_is_said_at_once_and_what_is_better_when_it_has_held()
    {
        ClockWatch watch = Watch();
        watch.Look();
        Say(TimeSpan.FromSeconds(1.9), 0);
        Say(TimeSpan.FromSeconds(2.1), 1);
        Say(TimeSpan.FromSeconds(0.1), 0);
        _system.Pass(TimeSpan.FromMinutes(59));
        Say(TimeSpan.FromSeconds(3), 0);
        Say(TimeSpan.FromSeconds(0.1), 0);
        _system.Pass(TimeSpan.FromMinutes(59));
        Say(TimeSpan.FromSeconds(0.1), 0);
        _system.Pass(TimeSpan.FromMinutes(1));
        Say(TimeSpan.FromSeconds(0.1), 1);
        Say(null, 1);
        Say(TimeSpan.FromSeconds(15), 1);
        Say(TimeSpan.FromSeconds(17), 1);
        Say(null, 0);

        Assert.Equal([2_000, 16_000, 2_000, null, 16_000, null], Read().Select(record => Clock(record).Uncertainty));

        void Say(TimeSpan? kernel, int records)
        {
            long before = _outbox.Status.Appended;
            _kernel = kernel;
            watch.Look();
            Assert.Equal(records, _outbox.Status.Appended - before);
        }
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    [InlineData(2)]
    public void What_was_stamped_before_is_numbered_before_or_stamped_anew(int seconds)
    {
        var step = TimeSpan.FromSeconds(seconds);
        LogBook log = new();
        ClockWatch watch = Watch(log);
        watch.Look();
        Publish(EventPhase.Start);
        DateTimeOffset frame = _clock.GetUtcNow();
        _system.Pass(TimeSpan.FromMilliseconds(300));
        _system.Set(step);
        _system.Pass(TimeSpan.FromMilliseconds(400));
        Publish(EventPhase.Update);
        watch.Look();
        // Its frame was in the pipeline while the clock was set.
        Publish(EventPhase.Update, frame);
        _system.Pass(TimeSpan.FromMilliseconds(100));
        Publish(EventPhase.End);

        OutboxRecord[] records = Read();
        Assert.Equal(["clock", "context", "event/intrusion", "event/intrusion", "clock", "event/intrusion", "event/intrusion"], records.Select(record => record.Message.Topic));
        ClockRecord set = Clock(records[4]);
        Assert.Equal((step, Start.AddMilliseconds(700)), (set.Step, set.Was));
        ClockBook book = new();
        book.Add(Clock(records[0]));
        book.Add(set);
        DateTimeOffset[] corrected = [.. records.Where(record => record.Message.Topic.StartsWith("event/", StringComparison.Ordinal)).Select(record => Event(record).Time + book.CorrectionOf(record.Id.Sequence))];
        Assert.Equal([Start + step, (Start + step).AddMilliseconds(700), Start + step, (Start + step).AddMilliseconds(800)], corrected);
        Assert.Contains(log.All, line => line.Contains("The clock was set", StringComparison.Ordinal));
    }

    /// <summary>By a clock that was set back by two seconds, frames of all ages; the desk can tell all but one.</summary>
    [Theory]
    [InlineData(0.5, 0.3, true)]
    [InlineData(1.9, 0.0, true)]
    [InlineData(2.1, 0.3, true)]
    [InlineData(5.0, 1.0, true)]
    [InlineData(0.5, 1.6, false)]
    public void After_a_step_back_a_frame_keeps_its_stamp_only_where_it_was_younger_than_the_step_and_took_longer(double ageThen, double later, bool isStampedAnew)
    {
        ClockWatch watch = Watch();
        watch.Look();
        Publish(EventPhase.Start);
        DateTimeOffset frame = _clock.GetUtcNow();
        _system.Pass(TimeSpan.FromSeconds(ageThen));
        _system.Set(TimeSpan.FromSeconds(-2));
        watch.Look();
        _system.Pass(TimeSpan.FromSeconds(later));
        Publish(EventPhase.Update, frame);

        Assert.Equal(isStampedAnew ? frame.AddSeconds(-2) : frame, Event(Read()[^1]).Time);
    }

    [Fact]
    public void A_step_back_is_long_past_when_the_clock_is_drawn_back_a_little_once_more()
    {
        ClockWatch watch = Watch();
        watch.Look();
        Publish(EventPhase.Start);
        _system.Set(TimeSpan.FromHours(-1));
        watch.Look();
        _system.Pass(TimeSpan.FromHours(3));
        DateTimeOffset frame = _clock.GetUtcNow();
        _system.Set(TimeSpan.FromSeconds(-0.5));
        watch.Look();
        Publish(EventPhase.Update, frame);

        Assert.Equal(frame, Event(Read()[^1]).Time);
    }

    [Fact]
    public void Health_knows_what_the_record_says_and_the_last_step()
    {
        ClockWatch watch = Watch();
        watch.Look();
        Assert.Equal(new ClockHealth(true, 2_000, null, null), watch.Health);
        _kernel = TimeSpan.FromSeconds(40);
        watch.Look();
        Assert.Equal(new ClockHealth(true, null, null, null), watch.Health);
        _kernel = null;
        _system.Set(TimeSpan.FromSeconds(-7.2));
        watch.Look();
        Assert.Equal(new ClockHealth(false, null, Start.AddSeconds(-7.2), -7.2), watch.Health);
    }

    [Fact]
    public void A_context_that_waits_for_the_first_event_is_told_by_the_new_clock()
    {
        ClockWatch watch = Watch();
        watch.Look();
        _system.Set(TimeSpan.FromHours(2));
        watch.Look();
        Publish(EventPhase.Start);

        OutboxRecord context = Read().Single(record => record.Message.Topic == Topics.ContextName);
        Assert.True(ContextRecord.TryDecode(context.Message.Payload, WireEncoding.Cbor, out ContextRecord? said, out string problem), problem);
        Assert.Equal(Contract.Samples.Context.Time.AddHours(2), said.Time);
    }

    [Fact]
    public void An_open_signal_that_nobody_ends_does_not_end_in_the_time_before_the_step()
    {
        ClockWatch watch = Watch();
        watch.Look();
        Publish(EventPhase.Start);
        _system.Set(TimeSpan.FromHours(-2));
        watch.Look();
        _desk.EndOpen(1, _clock.GetUtcNow());

        Assert.Equal(Start.AddHours(-2), Event(Read()[^1]).Time);
    }

    private ClockWatch Watch(ILogger? logger = null) => new(_clock, _desk, () => _kernel, logger ?? NullLogger.Instance);

    private void Publish(EventPhase phase, DateTimeOffset? wall = null) => _desk.Publish(
        new SceneEvent(EventKind.Intrusion, phase, 1, TimeSpan.Zero, 1, 1, 0.9f, new Box(10, 10, 50, 90), 1, TimeSpan.Zero),
        1, new FrameFormat(768, 576), wall ?? _clock.GetUtcNow(), EventMarks.None);

    private OutboxRecord[] Read()
    {
        _outbox.FlushAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        List<OutboxRecord> records = [];
        while (_outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            records.Add(record);
        }

        return [.. records];
    }

    private static ClockRecord Clock(OutboxRecord record) =>
        ClockRecord.TryDecode(record.Message.Payload, WireEncoding.Cbor, out ClockRecord? clock, out string problem) ? clock : throw new FormatException(problem);

    private static EventRecord Event(OutboxRecord record) =>
        EventRecord.TryDecode(record.Message.Payload, WireEncoding.Cbor, out EventRecord found, out string problem) ? found : throw new FormatException(problem);
}
