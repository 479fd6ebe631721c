using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Vigie.Core;
using Vigie.Vision.Snapshots;

namespace Vigie.Modelkit.Evaluation;

/// <summary>Labelled pictures on which models are scored.</summary>
/// <param name="Name">What figures call it.</param>
/// <param name="Classes">Names of the classes that were labelled, in the order of the truth.</param>
/// <param name="Images">The pictures.</param>
/// <param name="Objects">All that is on them.</param>
public sealed record EvaluationSet(
    string Name, ImmutableArray<string> Classes, ImmutableArray<EvaluationImage> Images, ImmutableArray<TrueObject> Objects)
{
    // What sets of others call the classes that COCO named.
    private static readonly FrozenDictionary<string, string> CocoNames = new Dictionary<string, string>
    {
        ["aeroplane"] = "airplane",
        ["bike"] = "bicycle",
        ["motorbike"] = "motorcycle",
        ["pedestrian"] = "person",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a set in COCO's format. Classes that bear another name than COCO's for the same thing get COCO's.</summary>
    /// <param name="images">Folder of the pictures.</param>
    /// <param name="truth">The labels, <c>instances.json</c>; the folder that it lies in gives the set its name.</param>
    /// <exception cref="Fault">The truth cannot be read, is no truth, or a picture is not there.</exception>
    public static EvaluationSet Read(string images, string truth)
    {
        CocoTruth coco = Parse(truth);
        Complain(coco, truth);
        string[] absent = [.. coco.Images.Select(image => image.File).Where(file => !File.Exists(Path.Combine(images, file)))];
        if (absent.Length > 0)
        {
            throw new Fault(FaultKind.Unavailable, images, $"lacks {absent.Length} of the {coco.Images.Length} pictures of {truth}, among them {absent[0]}",
                "Name the folder that holds them with --images.");
        }

        Dictionary<int, string> names = coco.Categories.ToDictionary(category => category.Id, category => NameOf(category.Name));
        return new EvaluationSet(
            Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(truth))!),
            [.. names.Values.Distinct()],
            [.. coco.Images.Select(image => new EvaluationImage(image.Id, image.File, () => StillImage.Read(Path.Combine(images, image.File))))],
            [.. coco.Annotations.Select(annotation => new TrueObject(
                annotation.Image,
                names[annotation.Category],
                new PixelBox(annotation.Box[0], annotation.Box[1], annotation.Box[2], annotation.Box[3]),
                annotation.Crowd != 0))]);
    }

    private static string NameOf(string name) => CocoNames.GetValueOrDefault(name, name);

    private static CocoTruth Parse(string truth)
    {
        try
        {
            using FileStream stream = File.OpenRead(truth);
            return JsonSerializer.Deserialize(stream, EvaluationJson.Default.CocoTruth) ?? throw new JsonException("it is null");
        }
        catch (JsonException cause)
        {
            throw new Fault(FaultKind.Config, truth, $"is no truth in COCO's format: {cause.Message.TrimEnd('.')}", "Name an instances.json with --truth.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, truth, $"cannot be read: {cause.Message.TrimEnd('.')}", "Name an instances.json with --truth.", cause);
        }
    }

    private static void Complain(CocoTruth coco, string truth)
    {
        HashSet<long> images = [.. coco.Images.Select(image => image.Id)];
        HashSet<int> categories = [.. coco.Categories.Select(category => category.Id)];
        string? problem = coco.Images.Length == 0 ? "it names no picture"
            : images.Count < coco.Images.Length ? "two pictures have one id"
            : categories.Count < coco.Categories.Length ? "two categories have one id"
            : coco.Annotations.Select((annotation, index) => Complaint(annotation, images, categories) is string complaint
                ? string.Create(CultureInfo.InvariantCulture, $"annotations[{index}] {complaint}") : null).FirstOrDefault(complaint => complaint is not null);
        if (problem is not null)
        {
            throw new Fault(FaultKind.Config, truth, $"is no truth in COCO's format: {problem}", "Mend it there.");
        }
    }

    private static string? Complaint(CocoAnnotation annotation, HashSet<long> images, HashSet<int> categories) =>
        !images.Contains(annotation.Image) ? $"is on picture {annotation.Image}, which is not listed"
        : !categories.Contains(annotation.Category) ? $"is of category {annotation.Category}, which is not listed"
        : annotation.Box.Length != 4 || annotation.Box.Any(number => !double.IsFinite(number)) ? "has no bbox of four numbers"
        : annotation.Box[2] < 0 || annotation.Box[3] < 0 ? "has a bbox turned inside out"
        : null;
}
