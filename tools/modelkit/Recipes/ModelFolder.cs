using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vigie.Core;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Recipes;

/// <summary>A folder under models/: manifest, labels, recipe, calibration; the network lies beside them once it is built.</summary>
public sealed partial class ModelFolder
{
    private readonly JsonObject _manifest;

    private ModelFolder(string path)
    {
        Path = path;
        _manifest = Parse(ManifestFile) as JsonObject
            ?? throw new Fault(FaultKind.Corrupt, ManifestFile, "is no JSON object", "Restore it: git checkout models.");
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    public string ManifestFile => System.IO.Path.Combine(Path, "model.json");

    public string RecipeFile => System.IO.Path.Combine(Path, "recipe.json");

    public string CalibrationFile => System.IO.Path.Combine(Path, "calibration.json");

    public string LabelsFile => System.IO.Path.Combine(Path, Text("labels"));

    /// <summary>Where the network lies or will lie.</summary>
    public string NetworkFile => System.IO.Path.Combine(Path, Text("network", "file"));

    /// <summary>SHA-256 that the manifest pins for the network; empty while none is pinned.</summary>
    public string NetworkHash => Text("network", "sha256");

    /// <summary>A folder, or the name of one under models/ of the checkout that we are in.</summary>
    /// <exception cref="Fault">There is none, or it has no readable manifest.</exception>
    public static ModelFolder Find(string nameOrFolder)
    {
        if (File.Exists(System.IO.Path.Combine(nameOrFolder, "model.json")))
            return new ModelFolder(System.IO.Path.GetFullPath(nameOrFolder));
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = System.IO.Path.Combine(folder.FullName, "models", nameOrFolder);
                if (File.Exists(System.IO.Path.Combine(candidate, "model.json")))
                    return new ModelFolder(candidate);
            }
        }

        throw new Fault(FaultKind.Config, $"model '{nameOrFolder}'", "is neither a folder with a model.json nor the name of one under models/",
            "Check the name: the models that can be built are the folders of models/ in the checkout.");
    }

    /// <summary>A text of the manifest.</summary>
    public string Text(params ReadOnlySpan<string> path)
    {
        JsonNode node = Node(path);
        return node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(path, "is no text");
    }

    /// <summary>A whole number of the manifest.</summary>
    public int Number(params ReadOnlySpan<string> path) =>
        Node(path) is JsonValue value && value.TryGetValue(out int number) ? number : throw Wrong(path, "is no whole number");

    /// <summary>The files of the package that are needed, each with its SHA-256.</summary>
    public IReadOnlyDictionary<string, string> SourceFiles() =>
        Node("source", "files") is JsonObject files
            ? files.ToDictionary(file => file.Key, file => file.Value!.GetValue<string>(), StringComparer.Ordinal)
            : throw Wrong(["source", "files"], "is no object of file names and hashes");

    /// <summary>Writes the network's hash and size into the manifest and leaves all else as its author laid it out.</summary>
    public void Pin(string hash, int length)
    {
        string network = string.Create(CultureInfo.InvariantCulture,
            $"\"network\": {{ \"file\": \"{Text("network", "file")}\", \"sha256\": \"{hash}\", \"bytes\": {length} }}");
        string text = NetworkObject().Replace(Encoding.UTF8.GetString(Read(ManifestFile)), network, 1);
        SafeFile.Write(ManifestFile, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A copy of the manifest, to be changed.</summary>
    public JsonObject CopyManifest() => (JsonObject)_manifest.DeepClone();

    public Recipe ReadRecipe()
    {
        try
        {
            return JsonSerializer.Deserialize(Read(RecipeFile), RecipeJson.Default.Recipe) ?? throw new JsonException("is null");
        }
        catch (JsonException cause)
        {
            throw new Fault(FaultKind.Config, RecipeFile, $"is no recipe ({cause.Message})", "Compare it with models/README.md.", cause);
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
        catch (IOException cause)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", "Restore it: git checkout models.", cause);
        }
    }

    private static JsonNode? Parse(string file)
    {
        try
        {
            return JsonNode.Parse(Read(file));
        }
        catch (JsonException cause)
        {
            throw new Fault(FaultKind.Corrupt, file, $"is no JSON ({cause.Message})", "Restore it: git checkout models.", cause);
        }
    }

    private JsonNode Node(params ReadOnlySpan<string> path)
    {
        JsonNode? node = _manifest;
        foreach (string key in path)
            node = node is JsonObject parent ? parent[key] : null;
        return node ?? throw Wrong(path, "is missing");
    }

    private Fault Wrong(ReadOnlySpan<string> path, string problem) =>
        new(FaultKind.Config, $"{ManifestFile}, {string.Join('.', path!)}", problem, "Compare it with models/README.md.");
}
