using BenchmarkDotNet.Attributes;
using Vigie.Core;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;

namespace Vigie.Benchmarks;

/// <summary>A whole detection with the default model over the network alone: `./tools/run modelkit build street` comes first.</summary>
[MemoryDiagnoser]
public class DetectorBenchmark : IDisposable
{
    private readonly Detection[] _found = new Detection[100];
    private Frame _frame = null!;
    private OnnxDetector _detector = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _frame = new FramePool(new FrameFormat(768, 576), 1).Rent();
        new Random(1).NextBytes(_frame.Pixels.Span);
        _detector = new OnnxDetector(ModelFolders.Default().Read("street"), new DetectorOptions());
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _detector.Dispose();
        _frame.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Run() => _detector.Run();

    [Benchmark]
    public int Detect() => _detector.Detect(_frame, _found);
}
