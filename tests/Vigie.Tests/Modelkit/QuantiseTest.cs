using System.Diagnostics;
using System.Globalization;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.PostTraining;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Modelkit;

/// <summary>An imported float model becomes an integer model that says nearly the same, and is made again from its record to the byte.</summary>
public sealed class QuantiseTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    private string Imported => Path.Combine(_tiny.Root, "imported");

    private string Output => Path.Combine(_tiny.Root, "integers");

    [Fact]
    public async Task A_model_is_quantised_with_a_line_for_each_try_and_made_again_from_its_record()
    {
        await ImportAsync();
        ModelkitProcess quantise = await RunAsync("--calibration", _tiny.Pictures, "--most-floats", "1");
        quantise.Succeeded();
        foreach (string attempt in new[] { "extremes", "percentile", "equalised", "bias corrected", "1 layers in floats" })
        {
            Assert.Matches($"(?m)^  {attempt} +agreement [01]\\.[0-9]+  [0-9.]+ ms \\([0-9.]+ times as fast\\)  [0-9.]+ MB$", quantise.Output);
        }

        ModelManifest manifest = ModelManifest.Read(Output);
        Assert.Equal(ElementKind.Pixel, manifest.Input.Element);
        string[] operations = [.. Networks.Read(manifest.Network.Path).Graph.Node.Select(node => node.OpType).Distinct()];
        Assert.Contains("QuantizeLinear", operations);
        Assert.DoesNotContain(operations, operation => operation.StartsWith("QLinear", StringComparison.Ordinal));
        (Detection[] full, Detection[] integer) = (Detect(Imported), Detect(Output));
        Assert.Equal(full[0].Class, integer[0].Class);
        Assert.Equal(full[0].Score, integer[0].Score, 0.05f);

        byte[] made = await File.ReadAllBytesAsync(manifest.Network.Path, TestContext.Current.CancellationToken);
        string record = Path.Combine(Imported, QuantisationFile.Name);
        File.Move(Path.Combine(Output, QuantisationFile.Name), record);
        Directory.Delete(Output, recursive: true);
        (await RunAsync()).Succeeded();
        Assert.Equal(made, await File.ReadAllBytesAsync(ModelManifest.Read(Output).Network.Path, TestContext.Current.CancellationToken));

        Directory.Delete(Output, recursive: true);
        string text = await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(record, text.Replace("\"weightBits\": 8", "\"weightBits\": 7", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await RunAsync()).Failed(5, record, "as the result where");
        await File.WriteAllTextAsync(record, text[..(text.Length / 2)], TestContext.Current.CancellationToken);
        (await RunAsync()).Failed(5, record, "is no record of a quantisation");
        await File.WriteAllTextAsync(record, text.Replace("\"source\": \"", "\"source\": \"0", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await RunAsync()).Failed(2, record, "is for the network with SHA-256 0");
        AssertNothingIsMade();
    }

    [Fact]
    public async Task What_is_wrong_is_named_before_the_work_begins()
    {
        await ImportAsync();
        (await RunAsync()).Failed(2, "--calibration: is missing");
        (await RunAsync("--calibration", Path.Combine(_tiny.Root, "nowhere"))).Failed(3, "is neither a folder nor a clip");
        (await RunAsync("--calibration", _tiny.Pictures, "--images", _tiny.Pictures)).Failed(2, "--truth: is missing");
        (await RunAsync("--calibration", Path.Combine(Imported, "labels.txt"))).Failed(5, "labels.txt");
        string text = Path.Combine(_tiny.Pictures, "notes.jpg");
        await File.WriteAllTextAsync(text, "Tuesday: fog.", TestContext.Current.CancellationToken);
        (await RunAsync("--calibration", _tiny.Pictures)).Failed(5, text, "this is not an image");
        File.Delete(text);
        File.Delete(ModelManifest.Read(Imported).Network.Path);
        (await RunAsync("--calibration", _tiny.Pictures)).Failed(3, "the network file is missing");
        AssertNothingIsMade();
    }

    [Fact]
    public async Task A_network_without_end_is_ended_here_too()
    {
        Thorough.Only();
        await ImportAsync();
        ModelManifest manifest = ModelManifest.Read(Imported);
        byte[] endless = Networks.Bytes(ForeignNetwork.Endless());
        await File.WriteAllBytesAsync(manifest.Network.Path, endless, TestContext.Current.CancellationToken);
        string json = await File.ReadAllTextAsync(manifest.File, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(manifest.File, json
            .Replace(manifest.Network.Sha256, Vigie.Modelkit.Sources.Digest.Of(endless), StringComparison.Ordinal)
            .Replace(manifest.Network.Bytes.ToString(CultureInfo.InvariantCulture), endless.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await RunAsync("--calibration", _tiny.Pictures)).Failed(3, "one run of it did not end within 1.8 s");
        AssertNothingIsMade();
    }

    [Fact]
    public async Task Weights_of_seven_bits_keep_to_64_with_ranges_from_a_clip_of_the_site()
    {
        Thorough.Only();
        await ImportAsync();
        string clip = Path.Combine(_tiny.Root, "clip-of-the-site.avi");
        using (var draw = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=5", "-t", "2", "-c:v", "mjpeg", clip]))
        {
            await draw.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, draw.ExitCode);
        }

        ModelkitProcess quantise = await RunAsync("--calibration", clip, "--most-floats", "0", "--weight-bits", "7");
        quantise.Succeeded();
        Assert.Contains("Measuring 10 pictures", quantise.Output, StringComparison.Ordinal);
        ModelProto network = Networks.Read(ModelManifest.Read(Output).Network.Path);
        TensorProto[] filters = [.. network.Graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Int8 && tensor.Dims.Count == 4)];
        Assert.NotEmpty(filters);
        Assert.Equal(64, filters.Max(filter => filter.RawData.Span.ToArray().Max(value => Math.Abs((int)(sbyte)value))));
    }

    private async Task ImportAsync()
    {
        _tiny.MakePictures(4);
        string file = ForeignNetwork.Save(ForeignNetwork.Detector(_tiny), _tiny.Root);
        (await ModelkitProcess.RunAsync(_tiny, ["import", file, "--head", "nanodet", "--labels", Path.Combine(_tiny.Folder, "labels.txt"), "--output", Imported])).Succeeded();
    }

    private Task<ModelkitProcess> RunAsync(params string[] arguments) => ModelkitProcess.RunAsync(_tiny, ["quantise", Imported, "--output", Output, .. arguments], "/usr/bin:/bin");

    private Detection[] Detect(string folder)
    {
        using OnnxDetector detector = new(ModelManifest.Read(folder), new DetectorOptions(ScoreFloor: 0.01f));
        using Frame frame = StillImage.Read(Path.Combine(_tiny.Pictures, "2.png"));
        Detection[] found = new Detection[detector.MaximumDetections];
        return found[..detector.Detect(frame, found)];
    }

    private void AssertNothingIsMade()
    {
        Assert.False(Directory.Exists(Output));
        Assert.DoesNotContain(Directory.EnumerateDirectories(_tiny.Root), folder => Path.GetFileName(folder).StartsWith('.'));
    }
}
