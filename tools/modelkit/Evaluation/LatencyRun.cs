using Vigie.Core;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Evaluation;

/// <summary>Measures networks against each other: in turn, so that whatever else the machine does slows them all alike.</summary>
/// <param name="clock">The clock that measures.</param>
public sealed class LatencyRun(TimeProvider clock)
{
    private const int WarmUps = 3;

    /// <summary>Runs each network on the golden pattern, <paramref name="rounds"/> times in turn, on one thread.</summary>
    /// <returns>Their latencies, in the same order.</returns>
    public IReadOnlyList<Latency> Interleave(IReadOnlyList<ModelManifest> manifests, int rounds, CancellationToken cancel = default)
    {
        List<OnnxDetector> detectors = [];
        try
        {
            foreach (ModelManifest manifest in manifests)
            {
                OnnxDetector detector = new(manifest, new DetectorOptions());
                detectors.Add(detector);
                using Frame frame = GoldenPattern.Draw(GoldenPattern.DefaultSeed, manifest.Input.Width, manifest.Input.Height);
                detector.Prepare(frame, 0);
            }

            return Measure(detectors, rounds, cancel);
        }
        finally
        {
            detectors.ForEach(detector => detector.Dispose());
        }
    }

    private Latency[] Measure(List<OnnxDetector> detectors, int rounds, CancellationToken cancel)
    {
        List<double>[] times = [.. detectors.Select(_ => new List<double>(rounds))];
        for (int round = -WarmUps; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            for (int index = 0; index < detectors.Count; index++)
            {
                long start = clock.GetTimestamp();
                detectors[index].Run();
                if (round >= 0)
                {
                    times[index].Add(clock.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        return [.. times.Select(Latency.Of)];
    }
}
