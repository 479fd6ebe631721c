using Vigie.Modelkit.Evaluation;
using Vigie.Tests.Vision;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>The middle and the slow end of durations, and networks that take turns.</summary>
public sealed class LatencyTest
{
    [Fact]
    public void Median_and_percentile_are_those_of_the_sorted_durations()
    {
        Assert.Equal(new Latency(3, 5, 5), Latency.Of([5, 1, 3, 2, 4]));
        Assert.Equal(new Latency(2.5, 4, 4), Latency.Of([4, 3, 2, 1]));
        Assert.Equal(new Latency(10.5, 19, 20), Latency.Of([.. Enumerable.Range(1, 20).Select(number => (double)number)]));
        Assert.Equal(new Latency(7, 7, 1), Latency.Of([7]));
    }

    [Fact]
    public void Each_network_runs_as_often_as_asked()
    {
        using ModelFolder first = new(), second = new();
        ModelManifest[] manifests = [ModelManifest.Read(first.Path), ModelManifest.Read(second.Path)];
        IReadOnlyList<Latency> latencies = new LatencyRun(TimeProvider.System).Interleave(manifests, 5, TestContext.Current.CancellationToken);
        Assert.Equal(2, latencies.Count);
        Assert.All(latencies, latency => Assert.True(latency.Runs == 5 && latency.MedianMs > 0 && latency.P95Ms >= latency.MedianMs));
    }
}
