using System.Diagnostics;
using Vigie.Core;
using Vigie.Tests.Delivery;
using Vigie.Tests.Vision;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Appliance;

/// <summary>The kill switch on the real pipeline: from press to last inference at most 500 ms.</summary>
public sealed class PipelineSwitchTest(ITestOutputHelper output)
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Pressed_no_frame_is_looked_at_and_lifted_they_are_again()
    {
        var analytics = new AnalyticsSwitch(pressed: false, out Action lift);
        using PipelineBench bench = new(analytics: analytics);
        long last = 0;
        Task feed = bench.FeedAsync(1_000_000, _ => false);
        Task run = Task.Run(() => bench.Pipeline.Run(bench.Mailbox, (_, _) => Volatile.Write(ref last, Stopwatch.GetTimestamp())), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => bench.Pipeline.Status.Inferences > 50, "frames should be looked at");

        long pressed = Stopwatch.GetTimestamp();
        analytics.Press();
        await Task.Delay(Most, TestContext.Current.CancellationToken);
        long inferences = bench.Pipeline.Status.Inferences;
        long posted = bench.Mailbox.Posted;
        await Eventually.IsTrueAsync(() => bench.Mailbox.Posted > posted + 1000, "frames should still be taken, unseen");
        Assert.Equal(inferences, bench.Pipeline.Status.Inferences);
        TimeSpan took = Stopwatch.GetElapsedTime(pressed, Math.Max(pressed, Volatile.Read(ref last)));
        output.WriteLine($"from press to last inference: {took.TotalMilliseconds:0.00} ms");
        Assert.InRange(took, TimeSpan.Zero, Most);

        lift();
        await Eventually.IsTrueAsync(() => bench.Pipeline.Status.Inferences > inferences + 50, "frames should be looked at again");
        bench.Pipeline.Stop();
        await run;
        await feed;
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task A_stuck_inference_is_ended_by_the_press()
    {
        var analytics = new AnalyticsSwitch(pressed: false, out _);
        using PipelineBench bench = new(LoopingNetwork.ToBytes(), new RunLimits(TimeSpan.FromHours(1), Recovers: true), analytics: analytics);
        long last = 0;
        Task feed = bench.FeedAsync(30, number => number == 5);
        Task run = Task.Run(() => bench.Pipeline.Run(bench.Mailbox, (_, _) => Volatile.Write(ref last, Stopwatch.GetTimestamp())), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => bench.Pipeline.Status.Frames == 5, "the bright frame should be looked at, for ever");
        await Task.Delay(100, TestContext.Current.CancellationToken);

        long pressed = Stopwatch.GetTimestamp();
        analytics.Press();
        await run;
        await feed;
        TimeSpan took = Stopwatch.GetElapsedTime(pressed, Volatile.Read(ref last));
        output.WriteLine($"from press to the stuck inference's end: {took.TotalMilliseconds:0.00} ms");
        Assert.InRange(took, TimeSpan.FromTicks(1), Most);
        Assert.Equal((5, 0), (bench.Pipeline.Status.Inferences, bench.Pipeline.Status.StuckInferences));
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task A_box_that_starts_with_the_switch_pressed_looks_at_nothing()
    {
        var analytics = new AnalyticsSwitch(pressed: true, out _);
        using PipelineBench bench = new(analytics: analytics);
        Task feed = bench.FeedAsync(100, _ => false);
        bench.Pipeline.Run(bench.Mailbox, (_, _) => { });
        await feed;
        Assert.Equal((0, 0), (bench.Pipeline.Status.Frames, bench.Pipeline.Status.Inferences));
        bench.AssertAllFramesAreBack();
    }

    /// <summary>An order that ends, ends the run and not the camera: frames that follow wait for who takes them next.</summary>
    [Fact]
    public async Task Once_it_may_not_look_the_run_ends_and_frames_stay()
    {
        bool may = true;
        using PipelineBench bench = new(mayLook: () => Volatile.Read(ref may));
        Task feed = bench.FeedAsync(1_000_000, _ => false);
        Task run = Task.Run(() => bench.Pipeline.Run(bench.Mailbox, (_, _) => { }), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => bench.Pipeline.Status.Inferences > 50, "frames should be looked at");

        Volatile.Write(ref may, false);
        await run;
        long looks = bench.Pipeline.Status.Inferences;

        Assert.True(bench.Mailbox.TryTake(out Frame next));
        next.Dispose();
        Assert.Equal(looks, bench.Pipeline.Status.Inferences);
        bench.Mailbox.Complete();
        await feed;
        bench.Mailbox.Dispose();
        bench.AssertAllFramesAreBack();
    }
}
