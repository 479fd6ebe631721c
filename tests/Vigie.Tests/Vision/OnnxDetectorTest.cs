using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Vision;

public sealed class OnnxDetectorTest : IDisposable
{
    // Twice the network's width, three times its height: a box must come back stretched by both.
    private readonly Frame _frame = Pictures.Noise(128, 144, seed: 1);
    private readonly ModelFolder _folder = new();
    private readonly Detection[] _found = new Detection[10];

    public void Dispose()
    {
        _frame.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Detections_are_pixels_of_the_source_best_first()
    {
        Answer((Point: 5, Label: 1, Score: 0.6f, Distance: 1), (Point: 0, Label: 0, Score: 0.9f, Distance: 1));
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions());

        int count = detector.Detect(_frame, _found);

        // Point 0 is at (8, 8), 16 to each side, cut at the frame's edge; point 5 at (24, 24).
        Assert.Equal(
            [new Detection(new Box(0, 0, 48, 72), 1, 0.9f), new Detection(new Box(16, 24, 80, 120), 3, 0.6f)],
            _found[..count]);
    }

    [Fact]
    public void Of_two_overlapping_boxes_of_one_class_the_better_stays()
    {
        // Two strides apart and three wide to each side: they overlap by half.
        Answer((4, 0, 0.7f, 3), (5, 0, 0.8f, 3), (5, 1, 0.5f, 3));
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions());
        int count = detector.Detect(_frame, _found);
        Assert.Equal([(1, 0.8f), (3, 0.5f)], _found[..count].Select(found => (found.Class, found.Score)));
    }

    [Fact]
    public void The_floor_the_most_and_the_classes_are_heeded()
    {
        Answer((0, 0, 0.9f, 0), (3, 1, 0.8f, 0), (8, 2, 0.3f, 0), (11, 0, 0.1f, 0));
        Assert.Equal([1, 3, 1002], Classes(new DetectorOptions()));
        Assert.Equal([1, 3, 1002, 1], Classes(new DetectorOptions(ScoreFloor: 0.05f)));
        Assert.Equal([1, 3], Classes(new DetectorOptions(ScoreFloor: 0.5f)));
        Assert.Equal([1], Classes(new DetectorOptions(MaximumDetections: 1)));
        Assert.Equal([3, 1002], Classes(new DetectorOptions(Classes: new HashSet<int> { 3, 1002, 17 })));
    }

    [Fact]
    public void A_detection_allocates_nothing()
    {
        Answer((0, 0, 0.9f, 1), (5, 1, 0.6f, 1));
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions());
        Assert.Equal(0, Allocated(() => detector.Detect(_frame, _found)));
        Assert.Equal(0, Allocated(detector.Run));
    }

    [Fact]
    public void The_steps_are_timed()
    {
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions());
        detector.Detect(_frame, _found);
        Assert.True(detector.Duration.Preprocess > TimeSpan.Zero);
        Assert.True(detector.Duration.Run > TimeSpan.Zero);
        Assert.True(detector.Duration.Postprocess > TimeSpan.Zero);
        Assert.Equal(detector.Duration.Total, detector.Duration.Preprocess + detector.Duration.Run + detector.Duration.Postprocess);
    }

    [Fact]
    public void A_network_that_does_not_match_is_told_field_by_field()
    {
        _folder.WriteNetwork(new TinyNetwork("image", [1, 3, 48, 80], bytes: false).Output("rows", [1, 12, 18], new float[12 * 18]).ToBytes());
        string problem = Refusal();
        Assert.Contains("$.input: \"image\": the network's input is of float32, the manifest expects uint8", problem, StringComparison.Ordinal);
        Assert.Contains("the network's input is [1, 3, 48, 80], the manifest expects [1, 3, 48, 64]", problem, StringComparison.Ordinal);
        Assert.Contains("$.head.outputs[0]: \"rows\": the network's output is [1, 12, 18], the manifest expects [1, 12, 19]", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_not_there_is_told_with_those_that_are()
    {
        _folder.WriteManifest(manifest => manifest["head"]!["outputs"] = new JsonArray("boxes"));
        string problem = Assert.Throws<Fault>(() => new OnnxDetector(_folder.Manifest, new DetectorOptions())).Problem;
        Assert.Contains("$.head.outputs[0]: \"boxes\": the network has no output of this name: it has rows [1, 12, 19]", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_a_second_input_is_refused()
    {
        _folder.WriteNetwork(new TinyNetwork("image", [1, 3, 48, 64]).Input("size", [1]).Output("rows", ModelFolder.RowsShape, ModelFolder.Rows()).ToBytes());
        Assert.Contains("a second input, size", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_network_are_corrupt()
    {
        _folder.WriteNetwork("no network"u8.ToArray());
        _folder.WriteManifest();
        Fault fault = Assert.Throws<Fault>(() => new OnnxDetector(_folder.Manifest, new DetectorOptions()));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Equal(_folder.NetworkFile, fault.Subject);
    }

    [Fact]
    public void A_flipped_byte_never_reaches_the_inference_engine()
    {
        byte[] network = File.ReadAllBytes(_folder.NetworkFile);
        network[^1] ^= 0x80;
        _folder.WriteNetwork(network);
        Fault fault = Assert.Throws<Fault>(() => new OnnxDetector(_folder.Manifest, new DetectorOptions()));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("sha256", fault.Problem, StringComparison.Ordinal);
    }

    private void Answer(params ReadOnlySpan<(int Point, int Label, float Score, int Distance)> objects)
    {
        _folder.WriteNetwork(
            new TinyNetwork("image", [1, 3, ModelFolder.Height, ModelFolder.Width]).Output("rows", ModelFolder.RowsShape, ModelFolder.Rows(objects)).ToBytes());
        _folder.WriteManifest();
    }

    private string Refusal()
    {
        _folder.WriteManifest();
        Fault fault = Assert.Throws<Fault>(() => new OnnxDetector(_folder.Manifest, new DetectorOptions()));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Equal(Path.Combine(_folder.Path, "model.json"), fault.Subject);
        return fault.Problem;
    }

    private int[] Classes(DetectorOptions options)
    {
        using OnnxDetector detector = new(_folder.Manifest, options);
        return [.. _found[..detector.Detect(_frame, _found)].Select(found => found.Class)];
    }

    internal static long Allocated(Action step)
    {
        // The first rounds compile and plan.
        for (int i = 0; i < 50; i++)
        {
            step();
        }

        return AllocationMeter.Of(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                step();
            }
        });
    }
}
