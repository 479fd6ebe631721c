using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vigie.Core;
using Vigie.Modelkit.Sources;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Recipes;

/// <summary>A folder under models/: manifest, labels, recipe, calibration; the network lies beside them once it is built.</summary>
public sealed partial class ModelFolder
{
    private const string Restore = "Restore it: git checkout models.";

    private readonly JsonObject _json;

    private ModelFolder(string path)
    {
        Path = path;
        Manifest = ModelManifest.Read(path);
        _json = (JsonObject)JsonNode.Parse(Read(Manifest.File))!;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What its model.json says.</summary>
    public ModelManifest Manifest { get; }

    public string RecipeFile => System.IO.Path.Combine(Path, "recipe.json");

    public string CalibrationFile => System.IO.Path.Combine(Path, "calibration.json");

    public string LabelsFile => System.IO.Path.Combine(Path, Text("labels"));

    /// <summary>A folder, or the name of one among the models of this machine.</summary>
    /// <exception cref="Fault">There is none, or its manifest is wrong.</exception>
    public static ModelFolder Find(string nameOrFolder) => new(ModelFolders.Default().Find(nameOrFolder));

    /// <summary>A text of the manifest that only modelkit reads.</summary>
    public string Text(params ReadOnlySpan<string> path)
    {
        JsonNode node = Node(path);
        return node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(path, "is no text");
    }

    /// <summary>The package that the network is made from, and its needed files, each with its SHA-256.</summary>
    public PackageSource Source()
    {
        PinnedTarball tarball = ReadRecipe().Tarball;
        if (Node("source", "files") is not JsonObject files || files.Any(file => file.Value?.GetValueKind() != JsonValueKind.String))
        {
            throw Wrong(["source", "files"], "is no object of file names and hashes");
        }

        Dictionary<string, string> hashes = files.ToDictionary(file => file.Key, file => file.Value!.GetValue<string>(), StringComparer.Ordinal);
        string reference = Text("source", "package");
        return PackageSource.TryParse(reference, out string package, out string version)
            ? new PackageSource(package, version, tarball.Sha256, tarball.Bytes, hashes)
            : throw Wrong(["source", "package"], $"'{reference}' is not of the form npm:NAME@VERSION");
    }

    /// <summary>Writes the network's hash and size into the manifest and leaves all else as its author laid it out.</summary>
    public void Pin(string hash, int length)
    {
        string network = string.Create(CultureInfo.InvariantCulture,
            $"\"network\": {{ \"file\": \"{Text("network", "file")}\", \"sha256\": \"{hash}\", \"bytes\": {length} }}");
        string text = NetworkObject().Replace(Encoding.UTF8.GetString(Read(Manifest.File)), network, 1);
        SafeFile.Write(Manifest.File, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A copy of the manifest, to be changed.</summary>
    public JsonObject CopyJson() => (JsonObject)_json.DeepClone();

    /// <summary>How its network is made.</summary>
    /// <exception cref="Fault">The model has no recipe, or a wrong one.</exception>
    public Recipe ReadRecipe()
    {
        if (!File.Exists(RecipeFile))
        {
            throw new Fault(FaultKind.Config, RecipeFile, "does not exist: this model's network is not made by modelkit", Manifest.Obtain);
        }

        try
        {
            return JsonSerializer.Deserialize(Read(RecipeFile), RecipeJson.Default.Recipe) ?? throw new JsonException("is null");
        }
        catch (JsonException cause)
        {
            throw new Fault(FaultKind.Config, RecipeFile, $"is no recipe ({cause.Message.TrimEnd('.')})", "Compare it with models/README.md.", cause);
        }
    }

    [GeneratedRegex("\"network\"\\s*:\\s*\\{[^}]*\\}")]
    private static partial Regex NetworkObject();

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", Restore, cause);
        }
    }

    private JsonNode Node(params ReadOnlySpan<string> path)
    {
        JsonNode? node = _json;
        foreach (string key in path)
        {
            node = node is JsonObject parent ? parent[key] : null;
        }

        return node ?? throw Wrong(path, "is missing");
    }

    private Fault Wrong(ReadOnlySpan<string> path, string problem) =>
        new(FaultKind.Config, $"{Manifest.File}, {string.Join('.', path!)}", problem, "Compare it with models/README.md.");
}
