using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Pipeline;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Tests.Vision;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Appliance;

/// <summary>Two threads, one order: what comes out of a pipeline, and how it ends.</summary>
public sealed class PipelineTest
{
    [Fact]
    public async Task Every_frame_comes_out_once_and_in_order()
    {
        using PipelineBench bench = new();
        List<long> numbers = [];
        Task feed = bench.FeedAsync(500, _ => false);

        bench.Pipeline.Run(bench.Mailbox, (frame, _) => numbers.Add(frame.Number));

        await feed;
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), numbers);
        Assert.Equal((500, 500, 0), (bench.Pipeline.Status.Frames, bench.Pipeline.Status.Inferences, bench.Pipeline.Status.StuckInferences));
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task One_frame_is_prepared_while_another_is_looked_at()
    {
        using PipelineBench bench = new();
        Task feed = bench.FeedAsync(1000, _ => false);
        long most = 0;

        bench.Pipeline.Run(bench.Mailbox, (frame, _) =>
        {
            // With one frame here and one prepared, the feeder gets this far ahead, and no farther.
            if (frame.Number == 10)
            {
                SpinWait.SpinUntil(() => bench.Mailbox.Posted >= 10 + CameraPipeline.FramesHeld + 2);
                Thread.Sleep(50);
                most = bench.Mailbox.Posted;
            }
        });

        await feed;
        Assert.Equal(10 + CameraPipeline.FramesHeld + 2, most);
    }

    [Fact]
    public async Task Of_a_moved_camera_nothing_is_looked_at_and_all_is_black_until_it_is_confirmed()
    {
        CameraAim aim = new(DateTimeOffset.UnixEpoch);
        using PipelineBench bench = new(aim: aim);
        List<bool> black = [];
        long before = -1;
        Task feed = bench.FeedAsync(100, _ => true);

        bench.Pipeline.Run(bench.Mailbox, (frame, outcome) =>
        {
            black.Add(!frame.Pixels.Span[..PipelineBench.Format.LumaBytes].ContainsAnyExcept((byte)16) && !frame.ChromaBlue.ContainsAnyExcept((byte)128));
            if (frame.Number == 49)
            {
                before = bench.Pipeline.Status.Inferences;
                Assert.Equal(PictureCondition.Moved, bench.Pipeline.Status.Picture);
                aim.Confirm();
            }
        });

        await feed;
        Assert.Equal(0, before);
        Assert.All(black[..50], Assert.True);
        Assert.All(black[(50 + CameraPipeline.FramesHeld)..], Assert.False);
        Assert.InRange(bench.Pipeline.Status.Inferences, 45, 50);
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task What_ended_the_frames_is_thrown_behind_the_last_one()
    {
        using PipelineBench bench = new();
        int seen = 0;
        Task feed = bench.FeedAsync(20, _ => false, new Fault(FaultKind.Corrupt, "clip", "is cut off", "Get it again."));

        Fault fault = Assert.Throws<Fault>(() => bench.Pipeline.Run(bench.Mailbox, (_, _) => seen++));

        await feed;
        Assert.Equal((FaultKind.Corrupt, 20), (fault.Kind, seen));
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task A_failure_of_the_sink_is_thrown_at_once_and_nobody_waits_for_the_mailbox()
    {
        using PipelineBench bench = new();
        Task feed = bench.FeedAsync(int.MaxValue, _ => false);

        IOException failure = Assert.Throws<IOException>(
            () => bench.Pipeline.Run(bench.Mailbox, (frame, _) => throw new IOException($"disk full at {frame.Number}")));

        await feed;
        Assert.Equal("disk full at 0", failure.Message);
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task Stopped_it_ends_and_gives_all_frames_back()
    {
        using PipelineBench bench = new();
        Task feed = bench.FeedAsync(int.MaxValue, _ => false);

        bench.Pipeline.Run(bench.Mailbox, (frame, _) =>
        {
            if (frame.Number == 5)
            {
                bench.Pipeline.Stop();
            }
        });

        await feed;
        Assert.Equal(6, bench.Pipeline.Status.Frames);
        bench.AssertAllFramesAreBack();
    }

    [Fact]
    public async Task A_stuck_inference_costs_one_look_and_the_next_frames_go_on()
    {
        using PipelineBench bench = new(LoopingNetwork.ToBytes((5, 1, 0.6f, 1)), RunLimits.Live);
        List<(long Number, long At)> seen = [];
        Task feed = bench.FeedAsync(8, i => i == 4);

        bench.Pipeline.Run(bench.Mailbox, (frame, _) => seen.Add((frame.Number, Stopwatch.GetTimestamp())));

        await feed;
        PipelineStatus status = bench.Pipeline.Status;
        Assert.Equal((8, 7, 1, false), (status.Frames, status.Inferences, status.StuckInferences, status.Dead));
        Assert.Equal(FaultKind.Timeout, status.Stuck!.Kind);
        TimeSpan ended = Stopwatch.GetElapsedTime(seen[3].At, seen[4].At), on = Stopwatch.GetElapsedTime(seen[3].At, seen[5].At);
        TestContext.Current.SendDiagnosticMessage($"stuck inference: ended after {ended.TotalSeconds:0.00} s, next frame done after {on.TotalSeconds:0.00} s");
        Assert.InRange(ended, RunLimits.Live.Stuck, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Where_nothing_moves_key_frames_are_asked_for_and_all_again_when_something_does()
    {
        using PipelineBench bench = new();

        // Ten frames a second: quiet for 8 s, then everything changes.
        Task feed = bench.FeedAsync(90, i => i >= 80);
        bench.Pipeline.Run(bench.Mailbox, (_, _) => { });

        await feed;
        Assert.Equal([DecodeMode.KeyFramesOnly, DecodeMode.Full], bench.Asked);
    }

    [Fact]
    public async Task A_pipeline_whose_inference_cannot_be_ended_is_dead_and_says_so()
    {
        FakeTimeProvider time = new();
        using PipelineBench bench = new(LoopingNetwork.Endless(), RunLimits.Live, time);
        Task feed = bench.FeedAsync(int.MaxValue, _ => true);
        Task<Fault> run = Task.Run(
            () => Assert.Throws<Fault>(() => bench.Pipeline.Run(bench.Mailbox, (_, _) => { })), TestContext.Current.CancellationToken);

        // However soon the matrices are multiplied, the clock is sooner at some frame.
        while (!run.IsCompleted)
        {
            time.Advance(RunLimits.Period);
        }

        Fault fault = await run;
        await feed;
        Assert.True(bench.Pipeline.Status.Dead);
        Assert.Equal((FaultKind.Bug, 70), (fault.Kind, fault.ExitCode));
        Assert.EndsWith("an inference was told to end and had not ended 5 s later", fault.Problem, StringComparison.Ordinal);
    }
}
