using System.Globalization;
using BenchmarkDotNet.Running;
using Vigie.Benchmarks;
using Vigie.Benchmarks.Delivery;
using Vigie.Benchmarks.Delivery.Town;
using Vigie.Benchmarks.Service;
using Vigie.Benchmarks.Tracking;

return args switch
{
    ["throughput", string clip] => PipelineThroughput.Run(clip),
    ["service", string vigie, string edgectl, string clip, string seconds] =>
        ServiceBenchmark.Run(vigie, edgectl, clip, int.Parse(seconds, CultureInfo.InvariantCulture)),
    ["flood", string vigie, string edgectl, string clip, string seconds] =>
        FloodBenchmark.Run(vigie, edgectl, clip, int.Parse(seconds, CultureInfo.InvariantCulture)),
    ["gate", string folder] => GateTable.Run(folder),
    ["idle", string camera] => IdleCost.Run(camera),
    ["wake", string quiet, string movesAt] => WakeLatency.Run(quiet, double.Parse(movesAt, CultureInfo.InvariantCulture)),
    ["tracking", string shared, .. string[] models] => TrackingTable.Run(shared, models),
    ["square"] => SquareFigures.Run(),
    ["outbox", string folder] => DurableEvents.Run(folder),
    ["hub", string edgectl, string folder, .. string[] saves] => await HubThroughput.RunAsync(edgectl, folder, savesEachChange: saves is ["each-change"]),
    ["town", string folder, string seconds, .. string[] saves] =>
        await TownBenchmark.RunAsync(folder, int.Parse(seconds, CultureInfo.InvariantCulture), savesEachChange: saves is ["each-change"]),
    ["town-boxes", string port, string folder] => await TownBenchmark.RunBoxesAsync(int.Parse(port, CultureInfo.InvariantCulture), folder),

    // As root.
    ["wire", string checkout] => WireBytes.Run(checkout),
    ["wire-box", string town] => await WireBytes.RunBoxAsync(town),
    _ => Measure(args),
};

static int Measure(string[] which)
{
    BenchmarkSwitcher.FromAssembly(typeof(LetterboxBenchmark).Assembly).Run(which);
    return 0;
}
