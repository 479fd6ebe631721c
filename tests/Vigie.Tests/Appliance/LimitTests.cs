using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Health;
using Vigie.Appliance.Logging;
using Vigie.Appliance.Service;
using Vigie.Scene.Tracking;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Appliance;

/// <summary>Each limit is announced when it is hit, and not before.</summary>
public sealed class LimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogBook _book = new();

    [Fact]
    public void Dropped_frames_are_told_once_a_minute_by_their_sum()
    {
        LimitWatch watch = new(_book, _time);
        for (int second = 1; second <= 120; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Look(watch, Camera(frames: 10 * second, dropped: 2 * second));
        }

        Assert.Equal(
            ["Camera square: 120 of 720 frames were dropped in the last minute: the machine cannot keep up.", "Camera square: 120 of 720 frames were dropped in the last minute: the machine cannot keep up."],
            _book.All);
    }

    [Fact]
    public void Where_none_was_dropped_in_the_minute_nothing_is_said_and_a_camera_that_counts_anew_is_understood()
    {
        LimitWatch watch = new(_book, _time);
        foreach ((int frames, int dropped) in ((int, int)[])[(600, 60), (1200, 60), (100, 5)])
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Look(watch, Camera(frames, dropped));
        }

        Assert.Equal(2, _book.All.Count());
        Assert.StartsWith("Camera square: 5 of 105 frames", _book.All.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_beyond_what_is_followed_are_told()
    {
        LimitWatch watch = new(_book, _time);
        Look(watch, Camera(tracks: TrackerOptions.DefaultMaximumTracks - 1));
        Assert.Empty(_book.All);

        Look(watch, Camera(tracks: TrackerOptions.DefaultMaximumTracks));

        Assert.StartsWith("Camera square: limit reached: 256 objects", Assert.Single(_book.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void Child_processes_that_are_too_many_are_told(int? children, bool said)
    {
        LimitWatch watch = new(_book, _time);

        watch.Look([Camera(), Camera()], Machine(children));

        Assert.Equal(said ? ["Limit reached: 9 child processes, 8 are expected at most."] : [], _book.All);
    }

    [Fact]
    public void Restarts_beyond_those_of_an_hour_are_told()
    {
        RestartBudget budget = new("square", _book, _time, new Random(1));
        for (int i = 0; i < RestartBudget.MostAnHour; i++)
        {
            budget.Next("No model.");
        }

        Assert.DoesNotContain(_book.All, line => line.Contains("limit reached", StringComparison.Ordinal));
        budget.Next("No model.");
        Assert.Equal(RestartBudget.MostAnHour + 1, _book.All.Count(line => line.StartsWith("Camera square: No model. Its pipeline starts again in ", StringComparison.Ordinal)));
        Assert.Single(_book.All, "Camera square: limit reached: 20 restarts within an hour; the next one waits 5 min.");
    }

    [Fact]
    public void Log_lines_that_were_left_out_are_told()
    {
        LoggerFactory inner = new([new BookProvider(_book)]);
        using LimitedLog log = new(inner, _time);
        ILogger logger = log.CreateLogger("test");
        for (int i = 0; i < 5; i++)
        {
            ServiceLog.TrackLimit(logger, "square", 256);
        }

        Assert.Single(_book.All);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Event 6024 about \"square\": lines left out: 4.", _book.All.Last());
        _time.Advance(TimeSpan.FromSeconds(3));
        ServiceLog.TrackLimit(logger, "square", 256);
        ServiceLog.TrackLimit(logger, "square", 256);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, _book.All.Count());
    }

    private static CameraHealth Camera(long frames = 0, long dropped = 0, int tracks = 0) => new(
        1, "square", "rtsp://192.0.2.7/stream", "streaming", DateTimeOffset.UnixEpoch, null, 10, frames, dropped, 0, false, "full", 0, 0, 0, 0, tracks, 0, 0);

    private static MachineHealth Machine(int? children) => new(1_000_000_000, null, 100_000_000, 100, 20, children);

    private static void Look(LimitWatch watch, CameraHealth camera) => watch.Look(ImmutableArray.Create(camera), Machine(2));

    private sealed class BookProvider(LogBook book) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => book;

        public void Dispose() => GC.KeepAlive(book);
    }
}
