using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using SkiaSharp;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;

namespace Vigie.Tests.Modelkit;

/// <summary>
/// A model small enough to be made in a test: a NanoDet head with two classes over 32 x 32 pixels, its published package as a tarball, its
/// folder as under models/, and a cache of its own. All operations of the street model occur in it.
/// </summary>
internal sealed class TinyModel : IDisposable
{
    public const int Side = 32, Classes = 2, Bins = 3, Channels = Classes + 4 * Bins;

    public TinyModel()
    {
        Root = Directory.CreateTempSubdirectory("vigie-tiny-").FullName;
        string package = Path.Combine(Root, "published", "package", "models");
        GraphFile = MakeGraph(channelsOut: Channels).Save(package);
        WriteTarball(Path.GetDirectoryName(package)!);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "labels.txt"), "person\ncar\n");
        WriteRecipe(bits: 8);
        WriteManifest();
        File.WriteAllText(CalibrationFile, """{ "pictures": 0, "ranges": {} }""");
    }

    public string Root { get; }

    public string GraphFile { get; }

    public string Tarball => Path.Combine(Root, "tiny-1.2.3.tgz");

    public string Folder => Path.Combine(Root, "tiny");

    public string Pictures => Path.Combine(Root, "pictures");

    public string Caches => Path.Combine(Root, "caches");

    public string NetworkFile => Path.Combine(Folder, "tiny.onnx");

    public string ManifestFile => Path.Combine(Folder, "model.json");

    public string CalibrationFile => Path.Combine(Folder, "calibration.json");

    public PackageCache Cache => new(Path.Combine(Caches, "vigie"));

    public ModelFolder Model => ModelFolder.Find(Folder);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>The files of the cache, relative to it.</summary>
    public string[] Cached() => Directory.Exists(Caches)
        ? [.. Directory.EnumerateFiles(Caches, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Caches, file)).Order(StringComparer.Ordinal)]
        : [];

    public void WriteRecipe(int bits, string tarballHash = "") => File.WriteAllText(Path.Combine(Folder, "recipe.json"), $$"""
        {
          "tarball": { "sha256": "{{(tarballHash.Length > 0 ? tarballHash : Digest.OfFile(Tarball))}}", "bytes": {{new FileInfo(Tarball).Length}} },
          "graph": "models/graph.json",
          "layout": "NHWC",
          "outputs": { "stride8": "head" },
          "mean": [10, 20, 30],
          "deviation": [50, 60, 70],
          "ranges": "extremes",
          "weightBits": {{bits}},
          "notices": { "licence": "a test's own" }
        }
        """);

    /// <summary>Makes coloured pictures of several sizes.</summary>
    public void MakePictures(int count)
    {
        Directory.CreateDirectory(Pictures);
        for (int number = 0; number < count; number++)
        {
            using SKBitmap bitmap = new(40 + 7 * number, 30 + 5 * number, SKColorType.Rgba8888, SKAlphaType.Opaque);
            for (int y = 0; y < bitmap.Height; y++)
            {
                for (int x = 0; x < bitmap.Width; x++)
                {
                    bitmap.SetPixel(x, y, new SKColor((byte)(x * 5 + number * 40), (byte)(y * 7), (byte)((x * y + number * 90) % 256)));
                }
            }

            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(Pictures, $"{number}.png"), png.ToArray());
        }
    }

    public static SyntheticGraph MakeGraph(int channelsOut)
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, Side, Side, 3);
        string stem = Convolution(graph, "stem", "input", 3, 8, stride: 2);
        graph.Node("PadV2", "padded", [stem, graph.Integers("border", 0, 0, 1, 1, 1, 1, 0, 0), graph.Floats("lowest", [], [float.NegativeInfinity])]);
        graph.Node("MaxPool", "pool", ["padded"], Window("VALID", 2, new JsonObject { ["ksize"] = SyntheticGraph.List(1, 3, 3, 1) }));
        string left = Convolution(graph, "left", "pool", 8, 8, stride: 1);
        graph.Node("ConcatV2", "joined", [left, "pool", graph.Scalar("axis", -1)]);
        string low = Convolution(graph, "low", "joined", 16, 8, stride: 2);
        string high = Convolution(graph, "high", "joined", 16, 8, stride: 1);
        graph.Node("ResizeBilinear", "raised", [low, graph.Integers("size", 8, 8)], new JsonObject { ["half_pixel_centers"] = SyntheticGraph.Flag(true) });
        graph.Node("AddV2", "sum", ["raised", high]);
        string body = Convolution(graph, "body", "sum", 8, 8, stride: 2);
        graph.Node("Conv2D", "bare", [body, Filter(graph, "bare", 1, 8, channelsOut)], Window("SAME", 1, []));
        graph.Node("Add", "biased", ["bare", graph.Floats("bare/bias", [channelsOut], [.. Enumerable.Range(0, channelsOut).Select(index => index % 3 - 1f)])]);
        graph.Node("Transpose", "head", ["biased", graph.Integers("first", 0, 3, 1, 2)]);
        return graph;
    }

    private static string Convolution(SyntheticGraph graph, string name, string input, int channelsIn, int channelsOut, int stride)
    {
        graph.Node("Conv2D", name + "/conv", [input, Filter(graph, name, 3, channelsIn, channelsOut)], Window("SAME", stride, []));
        string bias = graph.Halves(name + "/bias", [channelsOut], [.. Enumerable.Range(0, channelsOut).Select(index => (index % 5 - 2) / 8f)]);
        graph.Node("Add", name + "/sum", [name + "/conv", bias]);
        return graph.Node("LeakyRelu", name, [name + "/sum"], new JsonObject { ["alpha"] = SyntheticGraph.Number(0.1f) });
    }

    private static string Filter(SyntheticGraph graph, string name, int kernel, int channelsIn, int channelsOut)
    {
        int count = kernel * kernel * channelsIn * channelsOut;
        return graph.Halves(name + "/filter", [kernel, kernel, channelsIn, channelsOut], [.. Enumerable.Range(0, count).Select(index => (float)Math.Sin(index * 12.9 + name.Length) / 4)]);
    }

    private static JsonObject Window(string padding, int stride, JsonObject attributes)
    {
        attributes["padding"] = SyntheticGraph.Text(padding);
        attributes["strides"] = SyntheticGraph.List(1, stride, stride, 1);
        return attributes;
    }

    private void WriteTarball(string package)
    {
        using FileStream file = File.Create(Tarball);
        using GZipStream zipped = new(file, CompressionLevel.Fastest);
        TarFile.CreateFromDirectory(package, zipped, includeBaseDirectory: true);
    }

    private void WriteManifest()
    {
        string models = Path.GetDirectoryName(GraphFile)!;
        File.WriteAllText(ManifestFile, $$"""
            {
              "name": "tiny",
              "network": { "file": "tiny.onnx", "sha256": "{{new string('0', 64)}}", "bytes": 1 },
              "input": { "name": "image", "width": {{Side}}, "height": {{Side}}, "element": "uint8", "channels": "BGR", "resize": "letterbox", "fill": 114 },
              "head": { "kind": "nanodet", "outputs": ["stride8"], "strides": [8], "bins": {{Bins}}, "centreOffset": 0.5, "scores": "logits" },
              "labels": "labels.txt",
              "thresholds": { "confirm": 0.5, "consider": 0.1, "overlap": 0.6 },
              "source": {
                "package": "npm:@tests/tiny@1.2.3",
                "files": {
                  "models/graph.json": "{{Digest.OfFile(GraphFile)}}",
                  "models/graph.bin": "{{Digest.OfFile(Path.Combine(models, "graph.bin"))}}"
                }
              },
              "licence": "a test's own"
            }
            """);
    }
}
