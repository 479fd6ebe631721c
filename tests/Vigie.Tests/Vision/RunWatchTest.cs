using Microsoft.Extensions.Time.Testing;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Vision;

/// <summary>When a run counts as stuck, by a clock that the test turns.</summary>
public sealed class RunWatchTest : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunWatch _watch;
    private int _told;
    private int _gaveUp;

    public RunWatchTest() => _watch = new RunWatch(RunLimits.Live, _time, () => _told++, () => _gaveUp++);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void A_stuck_run_is_told_to_end_within_two_seconds_and_once()
    {
        _watch.Begin();
        Pass(1.75);
        Assert.Equal(0, _told);
        Pass(0.25);
        Assert.Equal(1, _told);
        Pass(2);
        Assert.Equal((1, 0), (_told, _gaveUp));
        Assert.True(_watch.End(succeeded: false));
    }

    [Fact]
    public void One_that_does_not_end_then_is_given_up_and_said_once()
    {
        _watch.Begin();
        Pass(2);
        Pass(4.5);
        Assert.Equal(0, _gaveUp);
        Pass(20);
        Assert.Equal((1, 1), (_told, _gaveUp));
    }

    [Fact]
    public void Time_between_runs_counts_for_none()
    {
        Run(0.1);
        Pass(60);
        Run(1.5);
        Pass(60);
        Assert.Equal(0, _told);
    }

    [Fact]
    public void The_first_runs_tell_how_slow_the_machine_is()
    {
        Run(1);
        Assert.Equal(TimeSpan.FromSeconds(20), _watch.Limit);
        Run(0.5);
        Assert.Equal(TimeSpan.FromSeconds(20), _watch.Limit);
        _watch.Begin();
        Pass(19.5);
        Assert.Equal(0, _told);
        Pass(1);
        Assert.Equal(1, _told);
    }

    [Fact]
    public void Later_runs_do_not()
    {
        for (int i = 0; i < RunLimits.FirstRuns; i++)
        {
            Run(0.05);
        }

        Run(1.5);
        Assert.Equal(RunLimits.Live.Stuck, _watch.Limit);
    }

    [Fact]
    public void A_machine_that_has_not_finished_a_run_yet_gets_longer_each_time()
    {
        double seconds = RunLimits.Live.Stuck.TotalSeconds;
        for (int i = 0; i < 10; i++)
        {
            _watch.Begin();
            Pass(seconds + 0.5);
            Assert.Equal(i + 1, _told);
            Assert.True(_watch.End(succeeded: false));
            seconds = Math.Min(2 * seconds, RunLimits.Most.TotalSeconds);
            Assert.Equal(TimeSpan.FromSeconds(seconds), _watch.Limit);
        }

        Run(0.05);
        Assert.Equal(RunLimits.Live.Stuck, _watch.Limit);
    }

    [Fact]
    public void A_machine_that_stood_still_has_kept_no_run_from_running()
    {
        _watch.Begin();
        _time.Advance(TimeSpan.FromHours(8));
        Assert.Equal(0, _told);
        Pass(1);
        Assert.Equal(0, _told);
    }

    [Fact]
    public void A_run_that_ends_as_it_is_told_to_is_said_to_have_been_told()
    {
        _watch.Begin();
        Pass(2);
        Assert.True(_watch.End(succeeded: true));
        _watch.Begin();
        Assert.False(_watch.End(succeeded: true));
    }

    private void Run(double seconds)
    {
        _watch.Begin();
        Pass(seconds);
        Assert.False(_watch.End(succeeded: true));
    }

    private void Pass(double seconds)
    {
        for (TimeSpan left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= RunLimits.Period)
        {
            _time.Advance(left < RunLimits.Period ? left : RunLimits.Period);
        }
    }
}
