using BenchmarkDotNet.Attributes;
using Vigie.Core;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Benchmarks;

/// <summary>A frame to a network's input of 416 x 416, as the detector does it for every frame it looks at.</summary>
[MemoryDiagnoser]
public class LetterboxBenchmark
{
    private readonly NetworkInput _input =
        new("image", 416, 416, ElementKind.Pixel, ChannelOrder.Bgr, ResizeMode.Letterbox, 114, [0, 0, 0], [1, 1, 1]);

    private Frame _frame = null!;
    private Letterbox _letterbox = null!;
    private byte[] _bytes = [];
    private float[] _floats = [];

    [Params("768x576", "1280x720", "1920x1080")]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        int[] sides = [.. Size.Split('x').Select(int.Parse)];
        _frame = new FramePool(new FrameFormat(sides[0], sides[1]), 1).Rent();
        new Random(1).NextBytes(_frame.Pixels.Span);
        _letterbox = new Letterbox(_input);
        _bytes = new byte[_input.Elements];
        _floats = new float[_input.Elements];
    }

    [GlobalCleanup]
    public void GiveBack() => _frame.Dispose();

    [Benchmark]
    public void Bytes() => _letterbox.Write(_frame, _bytes.AsSpan());

    [Benchmark]
    public void Floats() => _letterbox.Write(_frame, _floats.AsSpan());
}
