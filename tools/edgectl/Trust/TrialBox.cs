using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Trust.Approvals;

namespace Vigie.Edgectl.Trust;

/// <summary>What a trial has to know of a box: from its configuration, which vigie itself checks.</summary>
/// <param name="File">The configuration.</param>
/// <param name="Site">Its site.</param>
/// <param name="Device">Its name.</param>
/// <param name="State">Its state directory.</param>
/// <param name="Anchors">Where it looks for whom it trusts.</param>
/// <param name="Cameras">Names of its cameras, sorted.</param>
/// <param name="Kinds">Kinds that its rules watch for, sorted.</param>
/// <param name="Models">Networks of this checkout, and those that the configuration names by their folders.</param>
internal sealed record TrialBox(
    string File, string Site, string Device, string State, string Anchors, IReadOnlyList<string> Cameras, IReadOnlyList<string> Kinds, IReadOnlyList<ApprovedModel> Models)
{
    /// <summary>All classes that have a name: an order lists each.</summary>
    public IReadOnlyList<string> Classes { get; } = [.. ObjectClasses.CocoNames.Order(StringComparer.Ordinal)];

    /// <summary>Reads it.</summary>
    /// <exception cref="Fault">No such file, no configuration, or one without <c>trust</c> or rules.</exception>
    public static TrialBox Read(string file)
    {
        try
        {
            JsonNode root = JsonNode.Parse(System.IO.File.ReadAllText(file), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
            JsonArray cameras = (JsonArray)root["cameras"]!;
            string[] kinds = [.. cameras.SelectMany(camera => camera!["rules"] as JsonArray ?? []).Select(rule => Text(rule!, "kind")).Distinct().Order(StringComparer.Ordinal)];
            string? anchors = root["trust"]?["anchors"]?.GetValue<string>();
            return anchors is null || kinds.Length == 0
                ? throw new Fault(FaultKind.Config, file, "has no trust.anchors, or no rule that an order could allow", "Add \"trust\": { \"anchors\": \"/ABSOLUTE/anchors.json\", \"time\": \"hub\" }, and a rule.")
                : new TrialBox(
                    file,
                    Text(root, "site"),
                    Text(root, "device"),
                    Text(root, "stateDirectory"),
                    anchors,
                    [.. cameras.Select(camera => Text(camera!, "name")).Order(StringComparer.Ordinal)],
                    kinds,
                    ModelsOf(cameras.SelectMany(camera => new[] { camera!["model"], camera["pose"] }).Select(model => model?.GetValue<string>())));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or NullReferenceException or InvalidCastException)
        {
            throw new Fault(FaultKind.Config, file, "is no configuration of a box", "See what vigie config check says of it.", error);
        }
    }

    private static string Text(JsonNode node, string key) =>
        node[key]?.GetValue<string>() ?? throw new JsonException($"{key} is missing");

    // By the head that reads it.
    private static ModelOutput OutputOf(JsonNode manifest) => Text(manifest["head"]!, "kind") switch
    {
        "movenet" => ModelOutput.Joints,
        "plate-text" => ModelOutput.PlateText,
        _ => ModelOutput.Boxes,
    };

    private static IReadOnlyList<ApprovedModel> ModelsOf(IEnumerable<string?> asked)
    {
        string models = Path.Combine(Demo.DemoPrograms.Checkout(), "models");
        IEnumerable<string> folders = Directory.EnumerateDirectories(models).Concat(asked.OfType<string>().Where(Directory.Exists));
        return [.. folders
            .Select(folder => Path.Combine(folder, "model.json"))
            .Where(System.IO.File.Exists)
            .Select(manifest => JsonNode.Parse(System.IO.File.ReadAllText(manifest))!)
            .Select(manifest => new ApprovedModel(Text(manifest["network"]!, "sha256"), Text(manifest, "name"), OutputOf(manifest), "edgectl trial"))
            .DistinctBy(model => model.Hash)
            .OrderBy(model => model.Hash, StringComparer.Ordinal)];
    }
}
