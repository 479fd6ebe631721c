using Vigie.Capture;
using Vigie.Capture.Live;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class RetryDelayTest
{
    private readonly LiveFeedOptions _options = new();

    [Fact]
    public void The_wait_doubles_up_to_its_cap_and_is_spread_over_all_of_it()
    {
        double[] longest = new double[12];
        double[] shortest = [.. Enumerable.Repeat(double.MaxValue, longest.Length)];
        for (int seed = 0; seed < 200; seed++)
        {
            var delay = new RetryDelay(_options, new Random(seed));
            for (int i = 0; i < longest.Length; i++)
            {
                double seconds = delay.Next(FaultKind.Unavailable, flapping: false).TotalSeconds;
                longest[i] = Math.Max(longest[i], seconds);
                shortest[i] = Math.Min(shortest[i], seconds);
            }
        }

        Assert.All(longest.Index(), wait => Assert.InRange(wait.Item, 0.9 * Math.Min(2, 0.25 * (1 << wait.Index)), Math.Min(2, 0.25 * (1 << wait.Index))));
        Assert.All(shortest, wait => Assert.InRange(wait, 0, 0.1));
    }

    [Fact]
    public void A_refused_password_waits_at_least_30_seconds()
    {
        var delay = new RetryDelay(_options, new Random(1));

        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(delay.Next(FaultKind.Denied, flapping: false).TotalSeconds, 30, 32));
    }

    [Fact]
    public void A_stream_that_breaks_off_all_the_time_waits_longer()
    {
        var delay = new RetryDelay(_options, new Random(1));

        Assert.InRange(Enumerable.Range(0, 100).Max(_ => delay.Next(FaultKind.Unavailable, flapping: true).TotalSeconds), 20, 30);
    }

    [Fact]
    public void A_good_stream_starts_the_waits_anew()
    {
        var delay = new RetryDelay(_options, new Random(1));
        Assert.True(Enumerable.Range(0, 20).Max(_ => delay.Next(FaultKind.Timeout, flapping: false).TotalSeconds) > 1);

        delay.Reset();

        Assert.InRange(delay.Next(FaultKind.Timeout, flapping: false).TotalSeconds, 0, 0.25);
    }
}
