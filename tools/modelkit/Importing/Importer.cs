using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Probing;
using Vigie.Modelkit.Sources;
using Vigie.Vision.Detectors;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Importing;

/// <summary>Makes a model's folder from an ONNX file: proposes model.json from what the network shows, and tries it before it is there.</summary>
/// <param name="Request">What is asked for.</param>
/// <param name="Limits">What the network may use while it is tried.</param>
public sealed record Importer(ImportRequest Request, ProbeLimits Limits)
{
    private const string NotStated = "not stated: ask the authors before you pass the weights on";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Does it; where it fails, there is no folder.</summary>
    /// <returns>The proposed manifest.</returns>
    /// <exception cref="Fault">The network cannot be taken over, with the reason and what to do.</exception>
    public async Task<JsonObject> RunAsync(CancellationToken cancel)
    {
        HeadPreset preset = HeadPresets.Of(Request.Head);
        SafeFolder.RequireFree(Request.Output);
        string[] labels = ReadLabels();
        ModelProto model = ForeignNetworks.Read(Request.File);
        ValueInfoProto input = InputOf(model, preset);
        (int width, int height) = SizeOf(input);
        ProbeReport report = await ProbeProcess.RunAsync(Request.File, width, height, Limits, cancel);
        Evidence evidence = new(Request.File, report.Outputs, width, height, labels.Length);
        byte[] network = await File.ReadAllBytesAsync(Request.File, cancel);
        JsonObject manifest = Propose(preset, evidence, input, network);
        SafeFolder.Write(Request.Output, folder => Fill(folder, manifest, labels, network));
        return manifest;
    }

    private string[] ReadLabels()
    {
        try
        {
            string[] labels = [.. File.ReadAllLines(Request.Labels, new UTF8Encoding(false, throwOnInvalidBytes: true)).Select(line => line.Trim()).Where(line => line.Length > 0)];
            string[] repeated = [.. labels.CountBy(label => label).Where(entry => entry.Value > 1).Select(entry => entry.Key)];
            return labels.Length > 0 && repeated.Length == 0 ? labels : throw new Fault(
                FaultKind.Config, Request.Labels, labels.Length == 0 ? "names no class" : $"names {string.Join(", ", repeated)} twice", "Write one class name a line, each once.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new Fault(FaultKind.Unavailable, Request.Labels, "is no text that can be read", "Give --labels a file with one class name a line, in the network's order.", cause);
        }
    }

    private ValueInfoProto InputOf(ModelProto model, HeadPreset preset)
    {
        HashSet<string> constants = [.. model.Graph.Initializer.Select(tensor => tensor.Name)];
        ValueInfoProto[] inputs = [.. model.Graph.Input.Where(value => !constants.Contains(value.Name))];
        if (inputs.Length != 1)
        {
            throw Refuse($"has {inputs.Length} inputs ({string.Join(", ", inputs.Select(value => value.Name))}) where one picture is fed", "Export it with a picture as its only input.");
        }

        TypeProto.Types.Tensor? type = inputs[0].Type?.TensorType;
        long[] shape = [.. type?.Shape?.Dim.Select(side => side.HasDimValue ? side.DimValue : -1) ?? []];
        if (type?.ElemType is not ((int)TensorProto.Types.DataType.Float or (int)TensorProto.Types.DataType.Uint8))
        {
            throw Refuse($"its input {inputs[0].Name} is neither of float32 nor of uint8", "Export it with float32 inputs.");
        }

        bool planes = shape.Length == 4 && shape[0] is 1 or <= 0 && shape[1] is 3 or <= 0;
        return planes || (preset.ReadsParts && IsChannelsLast(inputs[0])) ? inputs[0] : throw Refuse(
            $"its input {inputs[0].Name} is [{string.Join(", ", shape)}], not [1, 3, height, width]",
            shape is [_, _, _, 3] ? "Export it with channels first (NCHW)." : "Export it for one colour picture.");
    }

    private static bool IsChannelsLast(ValueInfoProto input) => input.Type.TensorType.Shape.Dim is [_, { DimValue: > 0 and not 3 }, { DimValue: > 0 }, { DimValue: 3 }];

    private (int Width, int Height) SizeOf(ValueInfoProto input)
    {
        long[] sides = [.. input.Type.TensorType.Shape.Dim.Skip(IsChannelsLast(input) ? 1 : 2).Take(2).Select(side => side.DimValue)];
        if (sides.All(side => side > 0))
        {
            return Request.Size is { } asked && (asked.Width != sides[1] || asked.Height != sides[0])
                ? throw Refuse($"its input is {sides[1]} x {sides[0]} pixels", "Leave out --size, or export it for another.")
                : sides.All(side => side is >= 32 and <= 4096) ? ((int)sides[1], (int)sides[0]) : throw Refuse($"its input is {sides[1]} x {sides[0]} pixels, where 32 to 4096 a side can be fed", "Export it for another size.");
        }

        return Request.Size ?? throw Refuse("leaves the size of its input open", "Add --size WIDTHxHEIGHT, a multiple of 32 each: for example --size 416x416.");
    }

    private JsonObject Propose(HeadPreset preset, Evidence evidence, ValueInfoProto input, byte[] network)
    {
        bool bytes = input.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Uint8;
        string name = Request.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Request.Output)));
        JsonObject described = new()
        {
            ["name"] = input.Name,
            ["width"] = evidence.Width,
            ["height"] = evidence.Height,
            ["element"] = bytes ? "uint8" : "float32",
            ["channels"] = Request.Channels ?? preset.Channels,
            ["resize"] = Request.Resize ?? preset.Resize,
        };
        if (IsChannelsLast(input))
        {
            described["layout"] = "NHWC";
        }

        if (!bytes)
        {
            described["mean"] = Floats(Request.Mean ?? preset.Mean);
            described["deviation"] = Floats(Request.Deviation ?? preset.Deviation);
        }

        string file = name + ".onnx";
        return new JsonObject
        {
            ["name"] = name,
            ["summary"] = $"{Path.GetFileName(Request.File)}, imported.",
            ["network"] = new JsonObject { ["file"] = file, ["sha256"] = Digest.Of(network), ["bytes"] = network.Length },
            ["input"] = described,
            ["head"] = preset.Propose(evidence),
            ["labels"] = "labels.txt",
            ["thresholds"] = new JsonObject { ["confirm"] = 0.5, ["consider"] = 0.1, ["overlap"] = preset.Overlap },
            ["obtain"] = $"Import {Path.GetFileName(Request.File)} again (modelkit import).",
            ["licence"] = Request.Licence ?? NotStated,
        };
    }

    // What the appliance will do with it is tried here: reading the manifest, checking the network against it, and one look.
    private static void Fill(string folder, JsonObject manifest, string[] labels, byte[] network)
    {
        File.WriteAllBytes(Path.Combine(folder, (string)manifest["network"]!["file"]!), network);
        File.WriteAllLines(Path.Combine(folder, (string)manifest["labels"]!), labels);
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), manifest.ToJsonString(Readable) + "\n");
        ModelManifest read = ModelManifest.Read(folder);
        if (read.Head is not IDetectionHead)
        {
            GoldenAnswer.Record(read, seed: 1);
            return;
        }

        using OnnxDetector detector = new(read, new DetectorOptions());
        using Frame grey = new FramePool(new FrameFormat(64, 64, FullRange: true), 1).Rent();
        detector.Detect(grey, new Detection[detector.MaximumDetections]);
    }

    private Fault Refuse(string problem, string remedy) => new(FaultKind.Config, Request.File, problem, remedy);

    private static JsonArray Floats(float[] values) => [.. values.Select(value => (JsonNode)value)];
}
