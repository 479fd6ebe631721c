using System.Globalization;

namespace Vigie.Benchmarks.Service;

/// <summary>Frames a second of a busy camera with and without a thousand commands a second, in turn, by one service in one run.</summary>
internal static class FloodBenchmark
{
    private const int Rounds = 9;

    public static int Run(string vigie, string edgectl, string clip, int seconds)
    {
        string folder = Directory.CreateTempSubdirectory("vigie-flood-").FullName;
        try
        {
            using ServiceRun run = new();
            List<(double Quiet, double Flooded, int Sent)> rounds = run.Flood(vigie, edgectl, ServiceClips.Busy(clip, folder), TimeSpan.FromSeconds(seconds), Rounds);
            double quiet = rounds.Average(round => round.Quiet), flooded = rounds.Average(round => round.Flooded);
            double[] ratios = [.. rounds.Select(round => round.Flooded / round.Quiet).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} rounds of {seconds} s each: {quiet:0.00} frames/s without, {flooded:0.00} with {rounds.Average(round => round.Sent) / seconds:0} commands/s: {flooded / quiet:0.000}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with / without in each round: median {ratios[Rounds / 2]:0.000}, {ratios[0]:0.000} to {ratios[^1]:0.000}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }
}
