using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Logging;

namespace Vigie.Tests.Appliance;

public sealed class RepeatLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RepeatLimit _limit;

    public RepeatLimitTests() => _limit = new RepeatLimit(_time);

    [Fact]
    public void Repeated_trouble_is_said_once_a_second_with_what_was_left_out()
    {
        Assert.True(Write("square", out int before));
        Assert.False(Write("square", out _));
        Assert.False(Write("square", out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Write("square", out int leftOut));

        Assert.Equal((0, 2), (before, leftOut));
    }

    [Fact]
    public void Two_cameras_do_not_silence_each_other()
    {
        Assert.True(Write("square", out _));
        Assert.True(Write("gate", out _));
    }

    [Fact]
    public void What_was_left_out_is_told_when_it_is_over_and_once()
    {
        Write("square", out _);
        Write("square", out _);
        Assert.Empty(_limit.TakeLeftOut());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([(1, "square", 1)], _limit.TakeLeftOut());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_limit.TakeLeftOut());
    }

    [Fact]
    public void There_is_a_most_of_lines_a_second()
    {
        int written = Enumerable.Range(0, 500).Count(number => Write($"camera {number}", out _));

        Assert.Equal(RepeatLimit.MostLines, written);
    }

    [Fact]
    public void More_subjects_than_are_told_apart_are_one()
    {
        for (int second = 0; second < 50; second++)
        {
            for (int i = 0; i < RepeatLimit.MostLines; i++)
            {
                Write($"camera {second}-{i}", out _);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(Write("one more", out _));
        Assert.False(Write("and another", out _));
    }

    private bool Write(string subject, out int leftOut) => _limit.MayWrite(1, subject, out leftOut);
}
