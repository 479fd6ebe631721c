using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Vigie.Benchmarks.LetterboxBenchmark).Assembly).Run(args);
