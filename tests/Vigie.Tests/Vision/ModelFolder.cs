using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

/// <summary>A model folder of a test's own: a network of 64 x 48 pixels with a NanoDet head at stride 16 and three classes.</summary>
internal sealed class ModelFolder : IDisposable
{
    public const int Width = 64, Height = 48, Stride = 16, Bins = 4, Labels = 3, Points = 4 * 3;

    public ModelFolder()
    {
        Path = Directory.CreateTempSubdirectory("vigie-model-").FullName;
        WriteLabels("person", "car", "scooter");
        WriteNetwork(new TinyNetwork("image", [1, 3, Height, Width]).Output("rows", RowsShape, Rows()).ToBytes());
        WriteManifest();
    }

    public static int[] RowsShape => [1, Points, Labels + 4 * Bins];

    public string Path { get; }

    public string NetworkFile => System.IO.Path.Combine(Path, "tiny.onnx");

    public ModelManifest Manifest => ModelManifest.Read(Path);

    /// <summary>Answers with objects planted at points of the grid: their boxes reach <c>distance</c> strides to each side.</summary>
    public static float[] Rows(params ReadOnlySpan<(int Point, int Label, float Score, int Distance)> objects)
    {
        float[] rows = new float[Points * (Labels + 4 * Bins)];
        foreach ((int point, int label, float score, int distance) in objects)
        {
            Span<float> row = rows.AsSpan(point * (Labels + 4 * Bins), Labels + 4 * Bins);
            row[label] = score;
            for (int side = 0; side < 4; side++)
            {
                // All of the distribution in one bin.
                row[Labels + side * Bins + distance] = 100;
            }
        }

        return rows;
    }

    public void WriteLabels(params string[] labels) => File.WriteAllLines(System.IO.Path.Combine(Path, "labels.txt"), labels);

    public void WriteNetwork(byte[] network) => File.WriteAllBytes(NetworkFile, network);

    /// <summary>Writes model.json, its hash that of the network as it is now, after a change.</summary>
    public void WriteManifest(Action<JsonNode>? change = null)
    {
        byte[] network = File.ReadAllBytes(NetworkFile);
        JsonNode manifest = JsonNode.Parse($$"""
            {
              "name": "tiny",
              "network": { "file": "tiny.onnx", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(network))}}", "bytes": {{network.Length}} },
              "input": { "name": "image", "width": {{Width}}, "height": {{Height}}, "element": "uint8", "channels": "BGR", "resize": "stretch" },
              "head": {
                "kind": "nanodet", "layout": "rows", "outputs": ["rows"], "strides": [{{Stride}}], "bins": {{Bins}},
                "centreOffset": 0.5, "scores": "probabilities"
              },
              "labels": "labels.txt",
              "thresholds": { "confirm": 0.5, "consider": 0.2, "overlap": 0.5 },
              "obtain": "Type `modelkit build tiny`.",
              "source": { "anything": ["goes", 1] },
              "licence": "Apache-2.0"
            }
            """)!;
        change?.Invoke(manifest);
        File.WriteAllText(System.IO.Path.Combine(Path, ModelManifest.FileName), manifest.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
