using BenchmarkDotNet.Running;
using Vigie.Benchmarks;

if (args is ["throughput", string clip])
{
    return PipelineThroughput.Run(clip);
}

BenchmarkSwitcher.FromAssembly(typeof(LetterboxBenchmark).Assembly).Run(args);
return 0;
