using System.Globalization;

namespace Vigie.Benchmarks.Service;

/// <summary>
/// Idle and busy processor and memory of one and of four cameras of 768x576, and the time from start to the first published event.
/// The runs follow one another on this machine: nothing else should work on it.
/// </summary>
internal static class ServiceBenchmark
{
    /// <summary>Measures a program (a published one, or a build of the checkout) and prints the table.</summary>
    public static int Run(string vigie, string edgectl, string clip, int seconds)
    {
        string folder = Directory.CreateTempSubdirectory("vigie-service-").FullName;
        try
        {
            (string Name, string Clip)[] scenes = [("idle", ServiceClips.Idle(clip, folder)), ("busy", ServiceClips.Busy(clip, folder))];
            Console.WriteLine($"{Path.GetFullPath(vigie)}; {Environment.ProcessorCount} processors; {seconds} s a row");
            Console.WriteLine("| cameras | scene | cores | memory of all, MB | service, MB | processes | start to first event |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (int cameras in new[] { 1, 4 })
            {
                foreach ((string name, string scene) in scenes)
                {
                    using ServiceRun run = new();
                    Print(cameras, name, run.Measure(vigie, edgectl, scene, cameras, TimeSpan.FromSeconds(seconds)));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Print(int cameras, string scene, ServiceFigures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {cameras} | {scene} | {figures.Cores:0.00} | {figures.Megabytes:0} | {figures.ServiceMegabytes:0} | {figures.Processes} | {(figures.FirstEvent is { } after ? $"{after.TotalSeconds:0.00} s" : "none")} |"));
}
