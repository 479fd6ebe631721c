using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Vigie.Capture.Live;

namespace Vigie.Tests.Capture;

public sealed class FeedClockTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Distances_are_the_cameras_whenever_its_packets_arrive()
    {
        var clock = new FeedClock(_time);
        clock.BeginStream();

        TimeSpan first = clock.At(TimeSpan.FromSeconds(1000), out _);
        _time.Advance(TimeSpan.FromMilliseconds(130));
        TimeSpan second = clock.At(TimeSpan.FromSeconds(1000.1), out TimeSpan? jump);

        Assert.Equal(TimeSpan.FromMilliseconds(100), second - first);
        Assert.Null(jump);
    }

    [Fact]
    public void A_new_connection_goes_on_with_what_has_passed_here()
    {
        var clock = new FeedClock(_time);
        clock.BeginStream();
        TimeSpan before = clock.At(TimeSpan.FromSeconds(1000), out _);
        _time.Advance(TimeSpan.FromSeconds(7));
        clock.BeginStream();

        TimeSpan after = clock.At(TimeSpan.FromSeconds(3), out TimeSpan? jump);

        Assert.Equal(TimeSpan.FromSeconds(7), after - before);
        Assert.Null(jump);
    }

    [Fact]
    public void A_clock_that_is_set_ahead_is_told_and_not_followed()
    {
        var clock = new FeedClock(_time);
        clock.BeginStream();
        TimeSpan before = clock.At(TimeSpan.Zero, out _);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        TimeSpan after = clock.At(TimeSpan.FromHours(2), out TimeSpan? jump);

        Assert.Equal(TimeSpan.FromMilliseconds(100), after - before);
        Assert.Equal(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(100), jump);
    }

    /// <summary>What a decoder does that gets key frames only: the picture behind the first comes out with the next key frame, four seconds late.</summary>
    [Fact]
    public void A_picture_that_a_decoder_kept_back_is_no_jump()
    {
        var clock = new FeedClock(_time);
        clock.BeginStream();
        clock.At(TimeSpan.Zero, out _);
        _time.Advance(TimeSpan.FromSeconds(4));
        TimeSpan late = clock.At(TimeSpan.FromSeconds(0.2), out TimeSpan? jump);
        Assert.Null(jump);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        TimeSpan key = clock.At(TimeSpan.FromSeconds(4), out jump);

        Assert.Null(jump);
        Assert.True(key > late);
        _time.Advance(TimeSpan.FromSeconds(4));
        clock.At(TimeSpan.FromSeconds(11), out jump);
        Assert.Equal(3, jump!.Value.TotalSeconds, 0.2);
    }

    [Fact]
    public void A_pause_is_no_jump()
    {
        var clock = new FeedClock(_time);
        clock.BeginStream();
        clock.At(TimeSpan.Zero, out _);
        _time.Advance(TimeSpan.FromSeconds(30));

        clock.At(TimeSpan.FromSeconds(30), out TimeSpan? jump);

        Assert.Null(jump);
    }

    [Fact]
    public void Times_rise_whatever_the_stream_says() => Gen.Select(Gen.Int[-5000, 5000], Gen.Int[0, 4000], Gen.Bool).Array.Sample(steps =>
    {
        var time = new FakeTimeProvider();
        var clock = new FeedClock(time);
        clock.BeginStream();
        TimeSpan stream = TimeSpan.Zero;
        TimeSpan last = TimeSpan.MinValue;
        foreach ((int step, int passed, bool begin) in steps)
        {
            stream += TimeSpan.FromMilliseconds(step);
            time.Advance(TimeSpan.FromMilliseconds(passed));
            if (begin)
            {
                clock.BeginStream();
            }

            TimeSpan at = clock.At(stream, out _);
            Assert.True(at > last);
            last = at;
        }
    });
}
