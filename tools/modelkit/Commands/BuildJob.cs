using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Commands;

/// <summary>One run of <c>modelkit build</c>.</summary>
/// <param name="Folder">The model.</param>
/// <param name="Cache">Where the package's files are kept.</param>
/// <param name="Narration">What a person reads meanwhile.</param>
public sealed record BuildJob(ModelFolder Folder, PackageCache Cache, Narration Narration)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the network where the manifest wants it, unless it is there already.</summary>
    /// <param name="tarball">A tarball at hand, used instead of npm.</param>
    /// <param name="pin">Whether to write the result's hash into the manifest instead of comparing it.</param>
    /// <param name="cancel">Ends the fetch.</param>
    public async Task BuildInPlaceAsync(string? tarball, bool pin, CancellationToken cancel)
    {
        string pinned = Folder.Manifest.Network.Sha256;
        if (!pin && File.Exists(Folder.Manifest.Network.Path) && Digest.OfFile(Folder.Manifest.Network.Path) == pinned)
        {
            Narration.Say($"{Folder.Manifest.Network.Path} is there and whole (SHA-256 {pinned}).");
            return;
        }

        byte[] network = Make(await FetchAsync(tarball, cancel), Precision.Quantised);
        string hash = Digest.Of(network);
        if (pin)
        {
            Folder.Pin(hash, network.Length);
        }
        else if (hash != pinned)
        {
            throw new Fault(FaultKind.Corrupt, $"{Folder.Manifest.File}, network.sha256", $"pins {pinned} where the build gives {hash}",
                "Restore models/ (git checkout models); if recipe or calibration were changed on purpose, pin the new hash: modelkit build NAME --pin");
        }

        SafeFile.Write(Folder.Manifest.Network.Path, network);
        Narration.Say($"{Folder.Manifest.Network.Path}: {network.Length} bytes, SHA-256 {hash}{(pin ? ", pinned" : ", as pinned")}.");
    }

    /// <summary>Makes a folder that can be given to <c>--model</c>: manifest, labels and network.</summary>
    public async Task BuildIntoAsync(string output, Precision precision, string? tarball, CancellationToken cancel)
    {
        byte[] network = Make(await FetchAsync(tarball, cancel), precision);
        JsonObject manifest = Folder.CopyJson();
        if (precision == Precision.Full && !Folder.ReadRecipe().StaysFloat())
        {
            DescribeFloat(manifest, Folder.ReadRecipe());
        }

        string file = Path.GetFileName(Folder.Manifest.Network.Path);
        SafeFile.Write(Path.Combine(output, file), network);
        SafeFile.Write(Path.Combine(output, Path.GetFileName(Folder.LabelsFile)), await File.ReadAllBytesAsync(Folder.LabelsFile, cancel));
        SafeFile.Write(Path.Combine(output, "model.json"), Pinned(manifest, Digest.Of(network), network.Length));
        Narration.Say($"{output}: model.json, labels and {file} ({network.Length} bytes, SHA-256 {Digest.Of(network)}).");
    }

    private Task<string> FetchAsync(string? tarball, CancellationToken cancel) =>
        new FetchJob(Cache, Narration).RunAsync(Folder.Source(), tarball, cancel);

    private byte[] Make(string package, Precision precision)
    {
        Stopwatch since = Stopwatch.StartNew();
        NetworkMaker maker = new(Folder, Folder.ReadRecipe(), package);
        precision = maker.Recipe.StaysFloat() ? Precision.Full : precision;
        byte[] network = Networks.Bytes(precision == Precision.Quantised ? maker.MakeInteger() : maker.MakeFloat());
        Narration.Say(string.Create(CultureInfo.InvariantCulture,
            $"Converted {maker.Recipe.Graph}{(precision == Precision.Quantised ? " and quantised it to int8" : "")} in {since.Elapsed.TotalSeconds:0.0} s."));
        return network;
    }

    private static void DescribeFloat(JsonObject manifest, Recipe recipe)
    {
        manifest["name"] = $"{manifest["name"]}-fp32";
        manifest["summary"] = $"The same network in float32, to compare with: {manifest["summary"]}";
        JsonObject input = manifest["input"]!.AsObject();
        input["element"] = "float32";
        input["mean"] = new JsonArray([.. recipe.Mean.Select(value => (JsonNode)JsonValue.Create(value))]);
        input["deviation"] = new JsonArray([.. recipe.Deviation.Select(value => (JsonNode)JsonValue.Create(value))]);
    }

    private static byte[] Pinned(JsonObject manifest, string hash, int length)
    {
        JsonObject network = manifest["network"]!.AsObject();
        network["sha256"] = hash;
        network["bytes"] = length;
        using MemoryStream bytes = new();
        JsonSerializer.Serialize(bytes, manifest, Readable);
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
