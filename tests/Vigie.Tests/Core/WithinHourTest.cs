using Microsoft.Extensions.Time.Testing;
using Vigie.Core;

namespace Vigie.Tests.Core;

public sealed class WithinHourTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_happened_an_hour_ago_no_longer_counts()
    {
        WithinHour count = new(_time, 3);
        count.Add();
        _time.Advance(TimeSpan.FromMinutes(59));
        count.Add();

        Assert.Equal(2, count.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, count.Count);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, count.Count);
    }

    [Fact]
    public void It_is_exceeded_by_the_one_beyond_the_limit_and_for_an_hour()
    {
        WithinHour count = new(_time, 3);
        for (int i = 0; i < 3; i++)
        {
            count.Add();
            Assert.False(count.Exceeds);
        }

        count.Add();
        Assert.True(count.Exceeds);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(count.Exceeds);
    }

    [Fact]
    public void It_remembers_one_more_than_the_limit_however_many_come()
    {
        WithinHour count = new(_time, 3);
        for (int i = 0; i < 10_000; i++)
        {
            count.Add();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(4, count.Count);
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(2));
        Assert.Equal(1, count.Count);
    }
}
