using System.Globalization;
using BenchmarkDotNet.Running;
using Vigie.Benchmarks;
using Vigie.Benchmarks.Delivery;
using Vigie.Benchmarks.Service;
using Vigie.Benchmarks.Tracking;

if (args is ["throughput", string clip])
{
    return PipelineThroughput.Run(clip);
}

// service VIGIE EDGECTL CLIP SECONDS
if (args is ["service", string vigie, string edgectl, string scenes, string seconds])
{
    return ServiceBenchmark.Run(vigie, edgectl, scenes, int.Parse(seconds, CultureInfo.InvariantCulture));
}

// tracking SHARED [MODEL…]: tracking quality
if (args is ["tracking", string shared, .. string[] models])
{
    return TrackingTable.Run(shared, models);
}

// square: tracker and rules on a busy square, 24 hours of it
if (args is ["square"])
{
    return SquareFigures.Run();
}

if (args is ["gate", string folder])
{
    return GateTable.Run(folder);
}

if (args is ["idle", string camera])
{
    return IdleCost.Run(camera);
}

if (args is ["wake", string quiet, string movesAt])
{
    return WakeLatency.Run(quiet, double.Parse(movesAt, CultureInfo.InvariantCulture));
}

if (args is ["outbox", string disk])
{
    return DurableEvents.Run(disk);
}

// wire CHECKOUT: as root
if (args is ["wire", string checkout])
{
    return WireBytes.Run(checkout);
}

if (args is ["wire-box", string town])
{
    return await WireBytes.RunBoxAsync(town);
}

BenchmarkSwitcher.FromAssembly(typeof(LetterboxBenchmark).Assembly).Run(args);
return 0;
