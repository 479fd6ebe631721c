using System.Runtime.Versioning;
using Vigie.Core;
using Vigie.Modelkit.Sources;
using Vigie.Tests.House;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Modelkit;

/// <summary>What a person types and reads: build, build again, calibrate, compare; and each thing that can be wrong.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ModelkitProgramTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task A_model_is_calibrated_pinned_and_built_and_then_needs_neither_tarball_nor_npm()
    {
        await CalibrateAndPinAsync();
        byte[] first = File.ReadAllBytes(_tiny.NetworkFile);
        Assert.Contains(Digest.Of(first), File.ReadAllText(_tiny.ManifestFile), StringComparison.Ordinal);
        Assert.Contains("  \"labels\": \"labels.txt\",", File.ReadAllText(_tiny.ManifestFile), StringComparison.Ordinal);
        File.Delete(_tiny.Tarball);

        ModelkitProcess again = await RunAsync("build", _tiny.Folder);
        again.Succeeded();
        Assert.Contains("is there and whole", again.Output, StringComparison.Ordinal);

        File.Delete(_tiny.NetworkFile);
        (await RunAsync("build", _tiny.Folder)).Succeeded();
        Assert.Equal(first, File.ReadAllBytes(_tiny.NetworkFile));
        Assert.Equal(
            ["vigie/npm/@tests/tiny/1.2.3/models/graph.bin", "vigie/npm/@tests/tiny/1.2.3/models/graph.json"], _tiny.Cached());
    }

    [Fact]
    public async Task A_damaged_network_is_made_again()
    {
        await CalibrateAndPinAsync();
        byte[] whole = File.ReadAllBytes(_tiny.NetworkFile);
        File.WriteAllBytes(_tiny.NetworkFile, [.. whole.AsSpan(1)]);
        (await RunAsync("build", _tiny.Folder)).Succeeded();
        Assert.Equal(whole, File.ReadAllBytes(_tiny.NetworkFile));
    }

    [Fact]
    public async Task Both_precisions_make_a_folder_that_detects()
    {
        await CalibrateAndPinAsync();
        string integers = Path.Combine(_tiny.Root, "int8"), floats = Path.Combine(_tiny.Root, "fp32");
        (await RunAsync("build", _tiny.Folder, "--output", integers)).Succeeded();
        (await RunAsync("build", _tiny.Folder, "--precision", "fp32", "--output", floats)).Succeeded();
        Assert.Equal(ElementKind.Pixel, ModelManifest.Read(integers).Input.Element);
        Assert.Equal([10f, 20f, 30f], ModelManifest.Read(floats).Input.Mean);
        (Detection[] quantised, Detection[] full) = (Detect(integers), Detect(floats));
        Assert.NotEmpty(full);
        Assert.Equal(full[0].Class, quantised[0].Class);
        Assert.Equal(full[0].Score, quantised[0].Score, 0.02f);
    }

    [Fact]
    public async Task The_float_network_asks_for_a_folder() =>
        (await RunAsync("build", _tiny.Folder, "--precision", "fp32")).Failed(2, "--output: is missing", "Add --output FOLDER.");

    [Fact]
    public async Task A_model_that_does_not_exist_is_named() => (await RunAsync("build", "lane")).Failed(3, "model lane");

    [Fact]
    public async Task A_model_without_recipe_says_how_to_come_by_its_network() =>
        (await RunAsync("build", SourceTree.Full("models/yolox-nano"))).Failed(2, "models/yolox-nano/recipe.json: does not exist", "Copy");

    [Fact]
    public async Task Without_npm_one_line_says_what_to_type() =>
        (await RunAsync("build", _tiny.Folder)).Failed(3, "npm: is not installed", "apt-get install", "npm");

    [Fact]
    public async Task What_npm_complains_about_is_passed_on()
    {
        string path = FakeNpm("echo 'npm error code E404' >&2; echo 'npm error 404 no such package here' >&2; exit 1");
        (await RunAsync(["build", _tiny.Folder], path)).Failed(3, "npm package @tests/tiny@1.2.3", "404 no such package here", "npm view @tests/tiny@1.2.3");
        Assert.Empty(_tiny.Cached());
    }

    [Fact]
    public async Task What_npm_fetches_is_kept_and_its_tarball_is_not()
    {
        await CalibrateAndPinAsync();
        Directory.Delete(_tiny.Caches, recursive: true);
        File.Delete(_tiny.NetworkFile);
        string path = FakeNpm($"[ \"$1 $2 $3\" = 'pack @tests/tiny@1.2.3 --pack-destination' ] && cp '{_tiny.Tarball}' \"$4\"/");
        ModelkitProcess build = await RunAsync(["build", _tiny.Folder], path);
        build.Succeeded();
        Assert.Contains("Fetching @tests/tiny@1.2.3 with npm", build.Output, StringComparison.Ordinal);
        Assert.Equal(2, _tiny.Cached().Length);
        Assert.True(File.Exists(_tiny.NetworkFile));
    }

    [Fact]
    public async Task A_tarball_with_another_hash_is_refused()
    {
        string other = new('a', 64);
        _tiny.WriteRecipe(bits: 8, tarballHash: other);
        (await BuildFromTarballAsync()).Failed(5, _tiny.Tarball, $"where recipe.json pins {other}", "fetch it again");
        Assert.Empty(_tiny.Cached());
    }

    [Fact]
    public async Task A_missing_calibration_range_is_named() =>
        (await BuildFromTarballAsync()).Failed(2, _tiny.CalibrationFile, "has no range for tensor stem/sum", "modelkit calibrate");

    [Fact]
    public async Task A_calibration_that_is_not_the_pinned_one_is_refused()
    {
        await CalibrateAndPinAsync();
        File.Delete(_tiny.NetworkFile);
        _tiny.MakePictures(1);
        (await RunAsync("calibrate", _tiny.Folder, "--images", _tiny.Pictures)).Succeeded();
        string text = File.ReadAllText(_tiny.CalibrationFile);
        File.WriteAllText(_tiny.CalibrationFile, text.Replace("\"sum\": [-", "\"sum\": [-9", StringComparison.Ordinal));
        (await RunAsync("build", _tiny.Folder)).Failed(5, $"{_tiny.ManifestFile}, network.sha256", "--pin");
        Assert.False(File.Exists(_tiny.NetworkFile));
    }

    [Fact]
    public async Task Calibration_needs_pictures()
    {
        (await RunAsync("calibrate", _tiny.Folder, "--images", _tiny.Pictures)).Failed(3, _tiny.Pictures, "is no folder");
        Directory.CreateDirectory(_tiny.Pictures);
        (await RunAsync("calibrate", _tiny.Folder, "--images", _tiny.Pictures)).Failed(3, _tiny.Pictures, "holds no JPEG or PNG picture");
    }

    [Fact]
    public async Task A_recipe_with_an_unknown_key_is_refused()
    {
        string recipe = Path.Combine(_tiny.Folder, "recipe.json");
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("\"layout\"", "\"layuot\"", StringComparison.Ordinal));
        (await BuildFromTarballAsync()).Failed(2, recipe, "layuot");
    }

    private async Task CalibrateAndPinAsync()
    {
        _tiny.MakePictures(4);
        _tiny.Cache.Store(_tiny.Model.Source(), _tiny.Tarball, Tarball.Read(_tiny.Tarball, _tiny.Model.Source()));
        (await RunAsync("calibrate", _tiny.Folder, "--images", _tiny.Pictures)).Succeeded();
        (await RunAsync("build", _tiny.Folder, "--pin")).Succeeded();
    }

    private Detection[] Detect(string folder)
    {
        using OnnxDetector detector = new(ModelManifest.Read(folder), new DetectorOptions(ScoreFloor: 0.01f));
        using Frame frame = StillImage.Read(Path.Combine(_tiny.Pictures, "2.png"));
        Detection[] found = new Detection[detector.MaximumDetections];
        return found[..detector.Detect(frame, found)];
    }

    private string FakeNpm(string script)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_tiny.Root, "bin")).FullName;
        string file = Path.Combine(folder, "npm");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return $"{folder}:/usr/bin:/bin";
    }

    private Task<ModelkitProcess> BuildFromTarballAsync() => RunAsync("build", _tiny.Folder, "--package", _tiny.Tarball);

    private Task<ModelkitProcess> RunAsync(params string[] arguments) => ModelkitProcess.RunAsync(_tiny, arguments);

    private Task<ModelkitProcess> RunAsync(string[] arguments, string path) => ModelkitProcess.RunAsync(_tiny, arguments, path);
}
