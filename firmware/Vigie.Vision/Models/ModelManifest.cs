using System.Collections.Immutable;
using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Vision.Heads;

namespace Vigie.Vision.Models;

/// <summary>
/// What a folder under models/ says about its network in <c>model.json</c>: the file and its fingerprint, what goes in, how to read
/// what comes out, and what the classes are called. Any ONNX network with a known head runs from this alone.
/// </summary>
/// <param name="File">Path of model.json.</param>
/// <param name="Name">Name of the model, as its folder's.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Network">The weights.</param>
/// <param name="Input">What the network wants to see.</param>
/// <param name="Head">How what it answers is read.</param>
/// <param name="Labels">Names of its classes, in its order.</param>
/// <param name="Thresholds">Scores that fit it.</param>
/// <param name="Obtain">How to come by the network file: an imperative sentence with its full stop.</param>
/// <param name="Licence">Under what terms the weights are.</param>
public sealed record ModelManifest(
    string File,
    string Name,
    string Summary,
    NetworkFile Network,
    NetworkInput Input,
    INetworkHead Head,
    ImmutableArray<string> Labels,
    DetectionThresholds Thresholds,
    string Obtain,
    string Licence)
{
    /// <summary>The manifest's file name in every model folder.</summary>
    public const string FileName = "model.json";

    /// <summary>The house's class numbers of <see cref="Labels"/>, in the same order.</summary>
    public ImmutableArray<int> Classes { get; } = [.. Labels.Select(ObjectClasses.NumberOf)];

    /// <summary>Reads and checks the manifest of a folder; the network file is not touched yet.</summary>
    /// <exception cref="Fault">
    /// <see cref="FaultKind.Unavailable"/> where there is no manifest; <see cref="FaultKind.Config"/> with all complaints at once.
    /// </exception>
    public static ModelManifest Read(string folder)
    {
        folder = Path.GetFullPath(folder);
        string file = Path.Combine(folder, FileName);
        Complaints complaints = new(file);
        using JsonDocument document = Parse(file);
        SettingsReader reader = new(document.RootElement, "$", complaints);
        ModelManifest manifest = Read(reader, file, folder);
        reader.Finish();
        complaints.ThrowIfAny();
        return manifest;
    }

    /// <summary>This model, where it is one that finds objects in whole pictures.</summary>
    /// <exception cref="Fault"><see cref="FaultKind.Config"/>: it is not.</exception>
    public ModelManifest RequireDetector()
    {
        RequireHead<IDetectionHead>("a detector's");
        return this;
    }

    /// <summary>Itself, if its network tells postures.</summary>
    /// <exception cref="Fault"><see cref="FaultKind.Config"/>: it does something else.</exception>
    public ModelManifest RequirePostures()
    {
        RequireHead<MoveNetHead>("movenet");
        return this;
    }

    /// <summary>The class numbers of some labels.</summary>
    /// <exception cref="Fault"><see cref="FaultKind.Config"/> where the model does not know one of them.</exception>
    public IReadOnlySet<int> NumbersOf(IEnumerable<string> labels)
    {
        HashSet<int> numbers = [];
        List<string> unknown = [];
        foreach (string label in labels)
        {
            int index = Labels.IndexOf(label);
            if (index < 0)
            {
                unknown.Add(label);
            }
            else
            {
                numbers.Add(Classes[index]);
            }
        }

        return unknown.Count == 0 ? numbers : throw new Fault(
            FaultKind.Config,
            $"model {Name}",
            $"it does not know the class {string.Join(", ", unknown)}",
            $"It knows {string.Join(", ", Labels)}.");
    }

    /// <summary>The head, where it is of the kind that is needed.</summary>
    /// <param name="kind">What it is called in a manifest, for the message.</param>
    /// <exception cref="Fault"><see cref="FaultKind.Config"/>: it is of another.</exception>
    internal THead RequireHead<THead>(string kind)
        where THead : class, INetworkHead => Head as THead ?? throw new Fault(
            FaultKind.Config, $"model {Name}", $"it does something else: the head.kind of its manifest is not {kind}", "Name another model.");

    private static ModelManifest Read(SettingsReader reader, string file, string folder)
    {
        string name = reader.RequiredText("name", "expected the model's name");
        string summary = reader.Text("summary", "", "expected one sentence about the model");
        NetworkFile network = NetworkFile.Read(Section(reader, "network"), folder);
        NetworkInput input = NetworkInput.Read(Section(reader, "input"));
        ImmutableArray<string> labels = ReadLabels(reader, folder);
        INetworkHead head = NetworkHeads.Read(Section(reader, "head"), input, labels.Length);
        if (input.ChannelsLast && head is IDetectionHead)
        {
            reader.Complain("input", "layout NHWC is for networks that read a part of a picture: a detector takes NCHW");
        }

        DetectionThresholds thresholds = DetectionThresholds.Read(Section(reader, "thresholds"));
        string obtain = reader.Text(
            "obtain",
            $"Copy it to {folder}, see README.md there.",
            "expected a sentence that says how to come by the network file");
        reader.TryGet("source", out _);
        string licence = reader.RequiredText("licence", "expected the terms that the weights are under");
        return new ModelManifest(file, name, summary, network, input, head, labels, thresholds, obtain, licence);
    }

    private static SettingsReader Section(SettingsReader reader, string key)
    {
        SettingsReader? section = reader.Child(key);
        if (section is not null)
        {
            return section;
        }

        reader.Complain(key, "is missing: expected an object { … }");

        // What would be missing inside needs no complaint of its own.
        using JsonDocument empty = JsonDocument.Parse("{}");
        return new SettingsReader(empty.RootElement.Clone(), reader.PathOf(key), new Complaints(reader.Complaints.File));
    }

    private static ImmutableArray<string> ReadLabels(SettingsReader reader, string folder)
    {
        string name = reader.RequiredText("labels", "expected the name of a text file with one class name a line");
        string file = Path.GetFullPath(name, folder);
        if (name.Length == 0)
        {
            return [];
        }

        if (!System.IO.File.Exists(file))
        {
            reader.Complain("labels", $"there is no such file: expected {file} with one class name a line");
            return [];
        }

        ImmutableArray<string> labels = [.. System.IO.File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
        string[] repeated = [.. labels.CountBy(label => label).Where(entry => entry.Value > 1).Select(entry => entry.Key)];
        if (labels.IsEmpty || repeated.Length > 0)
        {
            reader.Complain("labels", labels.IsEmpty ? "the file is empty" : $"these names stand in it twice: {string.Join(", ", repeated)}");
        }

        return labels;
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            return SettingsDocument.Parse(System.IO.File.ReadAllBytes(file));
        }
        catch (JsonException exception)
        {
            throw new Fault(
                FaultKind.Config, file, $"this is not JSON: {exception.Message.TrimEnd('.')}", "Mend it at that line.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Unavailable, file, $"the manifest cannot be read: {exception.Message.TrimEnd('.')}", "Name a folder that holds a model.json.", exception);
        }
    }
}
