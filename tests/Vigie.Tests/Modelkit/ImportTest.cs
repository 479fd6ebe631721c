using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Probing;
using Vigie.Tests.House;
using Vigie.Tests.Vision;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit;

/// <summary>An ONNX file becomes a model's folder that detects, or is refused with the reason and without a trace.</summary>
public sealed class ImportTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    private string Labels => Path.Combine(_tiny.Folder, "labels.txt");

    private string Output => Path.Combine(_tiny.Root, "imported");

    [Fact]
    public async Task Maps_are_read_from_their_shapes()
    {
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "nanodet", "--licence", "a test's own", "--resize", "letterbox", "--mean", "10,20,30")).Succeeded();
        ModelManifest manifest = ModelManifest.Read(Output);
        Assert.Equal("imported", manifest.Name);
        Assert.Equal("a test's own", manifest.Licence);
        Assert.Equal((32, 32, ResizeMode.Letterbox, 20f), (manifest.Input.Width, manifest.Input.Height, manifest.Input.Resize, manifest.Input.Mean[1]));
        string json = await File.ReadAllTextAsync(manifest.File, TestContext.Current.CancellationToken);
        Assert.Matches("\"layout\": \"maps\"[^}]*\"bins\": 3[^}]*\"scores\": \"logits\"", json);
        using OnnxDetector detector = new(manifest, new DetectorOptions(ScoreFloor: 0.01f));
        using Frame grey = new FramePool(new FrameFormat(64, 64), 1).Rent();
        Assert.NotEqual(0, detector.Detect(grey, new Detection[detector.MaximumDetections]));
    }

    [Theory]
    [InlineData("nanodet", 0, 2, "\"layout\": \"rows\"[^}]*\"bins\": 3[^}]*\"scores\": \"probabilities\"", 2)]
    [InlineData("yolox", 4, 14, "\"kind\": \"yolox\"[^}]*\"strides\": \\[\\s*8\\s*\\]", 9)]
    public async Task Tables_are_read_from_their_shapes_and_numbers(string head, int sigmoidFrom, int sigmoidTo, string expected, int labels)
    {
        await File.WriteAllLinesAsync(Labels, Enumerable.Range(0, labels).Select(number => $"class {number}"), TestContext.Current.CancellationToken);
        (await ImportAsync(ForeignNetwork.Table(_tiny, sigmoidFrom, sigmoidTo), head)).Succeeded();
        Assert.Matches(expected, await File.ReadAllTextAsync(Path.Combine(Output, "model.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_does_not_fit_the_head_is_refused_with_the_reason()
    {
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "yolox")).Failed(2, "stride8 [1, 14, 4, 4] is no table", "--head");
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "ssd")).Failed(2, "--head ssd", "nanodet, yolox");
        (await ImportAsync(ForeignNetwork.Table(_tiny, 0, 2), "yolox")).Failed(2, "14 numbers", "a file with 9 names");
        await File.WriteAllTextAsync(Labels, "person\ncar\nbus\n", TestContext.Current.CancellationToken);
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "nanodet")).Failed(2, "14 channels are not 3 classes and 4 equal distributions", "--labels");
    }

    [Fact]
    public async Task Labels_must_be_names()
    {
        File.Delete(Labels);
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "nanodet")).Failed(3, Labels, "one class name a line");
        await File.WriteAllTextAsync(Labels, "car\ncar\n", TestContext.Current.CancellationToken);
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "nanodet")).Failed(2, "names car twice");
    }

    [Fact]
    public async Task A_folder_that_is_there_is_left_alone()
    {
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(Path.Combine(Output, "mine"), "", TestContext.Current.CancellationToken);
        (await ImportAsync(ForeignNetwork.Detector(_tiny), "nanodet")).Failed(2, "exists already", "--output");
        Assert.Single(Directory.GetFiles(Output));
        Directory.Delete(Output, recursive: true);
    }

    [Fact]
    public async Task An_open_size_is_asked_for()
    {
        ModelProto model = ForeignNetwork.Detector(_tiny);
        foreach (int side in new[] { 2, 3 })
        {
            model.Graph.Input[0].Type.TensorType.Shape.Dim[side] = new TensorShapeProto.Types.Dimension { DimParam = "side" };
        }

        foreach (ValueInfoProto output in model.Graph.Output)
        {
            output.Type.TensorType.Shape = null;
        }

        (await ImportAsync(model, "nanodet")).Failed(2, "leaves the size of its input open", "--size 416x416");
        (await ImportAsync(model, "nanodet", "--size", "32x3")).Failed(2, "--size 32x3");
    }

    [Theory]
    [InlineData(10, "operator set 10", "opset_version=17")]
    [InlineData(99, "operator set 99", "opset_version=17")]
    public async Task Another_operator_set_is_refused(int version, string problem, string remedy)
    {
        ModelProto model = ForeignNetwork.Detector(_tiny);
        model.OpsetImport[0].Version = version;
        (await ImportAsync(model, "nanodet")).Failed(2, problem, remedy);
    }

    [Theory]
    [InlineData("weights.bin", 2, "lies in another file, weights.bin")]
    [InlineData("../../etc/shadow", 4, "outside the network's folder: it was not opened")]
    [InlineData("/etc/shadow", 4, "outside the network's folder: it was not opened")]
    public async Task Weights_in_other_files_are_not_opened(string location, int exitCode, string problem)
    {
        ModelProto model = ForeignNetwork.Detector(_tiny);
        TensorProto tensor = model.Graph.Initializer[0];
        tensor.ClearRawData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        (await ImportAsync(model, "nanodet")).Failed(exitCode, problem, "save_as_external_data=False");
    }

    [Fact]
    public async Task A_loop_without_end_is_ended()
    {
        string file = ForeignNetwork.Save(ForeignNetwork.Endless(), _tiny.Root);
        Fault fault = await Assert.ThrowsAsync<Fault>(() => ProbeProcess.RunAsync(file, 32, 32, ProbeLimits.Usual, TestContext.Current.CancellationToken));
        Assert.Equal(FaultKind.Timeout, fault.Kind);
        Assert.Contains("one run of it did not end within 1.8 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tensor_of_14_GB_is_stopped_long_before()
    {
        string file = ForeignNetwork.Save(ForeignNetwork.Huge(), _tiny.Root);
        ProbeLimits limits = ProbeLimits.Usual with { Run = TimeSpan.FromMinutes(1), Memory = 400L << 20 };
        Fault fault = await Assert.ThrowsAsync<Fault>(() => ProbeProcess.RunAsync(file, 32, 32, limits, TestContext.Current.CancellationToken));
        Assert.True(fault.Kind is FaultKind.Exhausted or FaultKind.Corrupt, fault.Message);
    }

    [Fact]
    public async Task A_text_file_is_no_network()
    {
        await File.WriteAllTextAsync(Path.Combine(_tiny.Root, "foreign.onnx"), "weights follow", TestContext.Current.CancellationToken);
        (await ImportAsync(null, "nanodet")).Failed(5, "is no ONNX");
    }

    // Each mutant is either taken over whole or refused with one sentence. All 2,000 take a quarter of an hour, a process each: where VIGIE_MUTANTS is
    // set, which asks for the long form of Trust's mutants too.
    [Fact]
    public async Task Damaged_files_are_refused_or_work()
    {
        int count = Environment.GetEnvironmentVariable("VIGIE_MUTANTS") is not null ? 2000 : Thorough.Times(12, 50);
        byte[] whole = Networks.Bytes(ForeignNetwork.Detector(_tiny));
        Random random = new(20261124);
        int refused = 0;
        for (int number = 0; number < count; number++)
        {
            byte[] mutant = number % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int change = 0; number % 4 != 0 && change < 1 << (number % 4); change++)
            {
                // Most of the file is weights, whose change is harmless: two of three changes go to what describes them.
                int at = random.Next(3) == 0 ? random.Next(whole.Length) : random.Next(Math.Min(whole.Length, 4000));
                mutant[at] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(Path.Combine(_tiny.Root, "foreign.onnx"), mutant, TestContext.Current.CancellationToken);
            ModelkitProcess import = await ImportAsync(null, "nanodet");
            if (import.ExitCode == 0)
            {
                ModelManifest.Read(Output);
                Directory.Delete(Output, recursive: true);
            }
            else
            {
                refused++;
                Assert.True(import.ExitCode is 2 or 3 or 5 or 6, $"mutant {number}: exit code {import.ExitCode}: {import.Error}");
                import.Failed(import.ExitCode);
            }

            AssertNothingIsLeft();
        }

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public async Task Peers_are_imported_as_their_manifests_have_them()
    {
        foreach ((string file, string head) in new[] { ("nanodet-plus-m-416", "nanodet"), ("yolox-nano-416", "yolox") })
        {
            string model = Pictures.Data("peer-models", file + ".onnx");
            (await ModelkitProcess.RunAsync(_tiny, ["import", model, "--head", head, "--labels", SourceTree.Full("models/yolox-nano/labels.txt"), "--output", Output])).Succeeded();
            ModelManifest ours = ModelManifest.Read(SourceTree.Full(Path.Combine("models", file[..^4]))), imported = ModelManifest.Read(Output);
            Assert.Equal(ours.Network.Sha256, imported.Network.Sha256);
            Assert.Equal(ours.Input with { Mean = [], Deviation = [] }, imported.Input with { Mean = [], Deviation = [] });
            Assert.Equal(ours.Input.Mean, imported.Input.Mean);
            Assert.Equal(ours.Input.Deviation, imported.Input.Deviation);
            Assert.Equal(ours.Head.Outputs.SelectMany(output => output.Shape), imported.Head.Outputs.SelectMany(output => output.Shape));
            Directory.Delete(Output, recursive: true);
        }
    }

    private async Task<ModelkitProcess> ImportAsync(ModelProto? model, string head, params string[] more)
    {
        if (model is not null)
        {
            ForeignNetwork.Save(model, _tiny.Root);
        }

        ModelkitProcess import = await ModelkitProcess.RunAsync(
            _tiny, ["import", Path.Combine(_tiny.Root, "foreign.onnx"), "--head", head, "--labels", Labels, "--output", Output, .. more]);
        Assert.True(import.ExitCode == 0 || !File.Exists(Path.Combine(Output, "model.json")));
        return import;
    }

    private void AssertNothingIsLeft() => Assert.DoesNotContain(Directory.EnumerateDirectories(_tiny.Root), folder => Path.GetFileName(folder).StartsWith('.'));
}
