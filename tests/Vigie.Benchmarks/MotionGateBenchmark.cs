using BenchmarkDotNet.Attributes;
using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Benchmarks;

/// <summary>What every frame costs where nothing moves.</summary>
[MemoryDiagnoser]
public class MotionGateBenchmark
{
    private readonly MotionGate _gate = new(MotionOptions.Default);
    private Frame _frame = null!;

    [Params("768x576", "1920x1080")]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        int[] sides = [.. Size.Split('x').Select(int.Parse)];
        _frame = new FramePool(new FrameFormat(sides[0], sides[1]), 1).Rent();
        new Random(1).NextBytes(_frame.Pixels.Span);
    }

    [GlobalCleanup]
    public void GiveBack() => _frame.Dispose();

    [Benchmark]
    public MotionReading Look()
    {
        _frame.At += TimeSpan.FromMilliseconds(200);
        return _gate.Look(_frame);
    }
}
