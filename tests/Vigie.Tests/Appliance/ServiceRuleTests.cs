using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Appliance.Service;
using Vigie.Capture;
using Vigie.Core.Settings;

namespace Vigie.Tests.Appliance;

/// <summary>The rules by which a service decides, without the service.</summary>
public sealed class ServiceRuleTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_pipeline_is_restarted_ever_later_and_so_often_an_hour()
    {
        RestartBudget budget = new("square", NullLogger.Instance, _time, new Random(1));
        TimeSpan[] delays = [.. Enumerable.Range(0, RestartBudget.MostAnHour).Select(_ => budget.Next("No model."))];

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.Equal(RestartBudget.LongDelay, budget.Next("No model."));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.InRange(budget.Next("No model."), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Frames_that_come_in_and_do_not_go_out_are_noticed()
    {
        ProgressWatch watch = new(_time);
        Assert.Null(watch.Look(10, 10, Streaming(1)));
        _time.Advance(ProgressWatch.PipelineLimit / 2);
        Assert.Null(watch.Look(20, 10, Streaming(2)));
        _time.Advance(ProgressWatch.PipelineLimit / 2);
        Assert.NotNull(watch.Look(30, 10, Streaming(3)));
        Assert.Null(watch.Look(40, 11, Streaming(4)));
    }

    [Fact]
    public void A_feed_that_waits_for_its_camera_hangs_not()
    {
        ProgressWatch watch = new(_time);
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(watch.Look(10, 10, Streaming(1) with { State = FeedState.Waiting, NextAttempt = _time.GetUtcNow() }));
            _time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void A_feed_that_says_it_streams_and_does_not_hangs()
    {
        ProgressWatch watch = new(_time);
        Assert.Null(watch.Look(10, 10, Streaming(1)));
        _time.Advance(ProgressWatch.FeedLimit);
        Assert.NotNull(watch.Look(10, 10, Streaming(1)));
    }

    [Fact]
    public void Cameras_may_change_while_it_runs_and_the_box_may_not()
    {
        ApplianceConfiguration running = ApplianceConfiguration.Bare("street", "/tmp");
        Complaints none = new("a.json"), some = new("b.json");

        LiveChange.Check(running, running with { Cameras = [], VideoLink = "https://video.example/{camera}?{time}" }, none);
        LiveChange.Check(running, running with { Site = "paris", StateDirectory = "/var" }, some);

        Assert.Empty(none.All);
        Assert.Equal(["$.site", "$.stateDirectory"], some.All.Select(complaint => complaint.Path));
    }

    [Fact]
    public void A_rate_is_that_of_the_last_seconds()
    {
        RateMeter meter = new(_time);
        double rate = 0;
        for (long second = 0; second < 60; second++)
        {
            rate = meter.Look(second < 30 ? second * 100 : 3000 + second);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, rate, 3);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", true)]
    [InlineData("http://user:secret@127.0.0.1:4318", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("collector", false)]
    public void A_collectors_address_is_checked_and_never_repeated(string address, bool right)
    {
        using var document = System.Text.Json.JsonDocument.Parse($$"""{ "otlp": "{{address}}" }""");
        Complaints complaints = new("c.json");

        TelemetryConfiguration.Read(new SettingsReader(document.RootElement, "$.telemetry", complaints));

        Assert.Equal(right, complaints.All.Count == 0);
        Assert.DoesNotContain(complaints.All, complaint => complaint.ToString().Contains("secret", StringComparison.Ordinal));
    }

    private FeedStatus Streaming(long packets) => new() { State = FeedState.Streaming, Since = _time.GetUtcNow(), Packets = packets };
}
