using System.Collections.Immutable;
using System.Text.Json;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Replay;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Evaluation;

/// <summary>Reads a truth file (README.md of this folder) for the cameras of a configuration; all that is wrong with it is told at once.</summary>
public sealed class TruthReader
{
    private const string ExpectedKinds = "expected an array of the kinds of which the file has all events";

    // A count says numbers, not events.
    private static readonly ImmutableArray<string> Judged = [.. RuleRegistry.Kinds.Where(kind => kind != EventKinds.Name(EventKind.Count))];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan UsualTolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTolerance = TimeSpan.FromMinutes(1);

    private readonly ImmutableArray<CameraConfiguration> _cameras;
    private readonly string? _camera;

    private TruthReader(ImmutableArray<CameraConfiguration> cameras, string? camera) => (_cameras, _camera) = (cameras, camera);

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Path as the person gave it.</param>
    /// <param name="cameras">Cameras of the configuration: their zones and lines are those that a truth can speak of.</param>
    /// <param name="camera">The camera of clips that name none; null: the only one.</param>
    /// <exception cref="Fault">Not readable, no JSON, or complaints: all of them.</exception>
    public static Truth Read(string path, ImmutableArray<CameraConfiguration> cameras, string? camera)
    {
        Complaints complaints = new(path);
        using JsonDocument document = ConfigurationReader.Parse(path, ConfigurationReader.ReadBytes(path));
        Truth truth = new TruthReader(cameras, camera).Read(new SettingsReader(document.RootElement, "$", complaints));
        complaints.ThrowIfAny();
        return truth;
    }

    private Truth Read(SettingsReader root)
    {
        ImmutableArray<EventKind> kinds = ReadKinds(root);
        TimeSpan tolerance = root.Duration("tolerance", UsualTolerance, TimeSpan.Zero, MostTolerance);
        ImmutableArray<ClipTruth> clips = [.. root.Children("clips").Select(clip => ReadClip(clip, kinds))];
        if (clips.IsEmpty)
        {
            root.Complain("clips", "expected an array with an entry a clip; one in which nothing happens has \"events\": []");
        }

        foreach (IGrouping<string, (ClipTruth Clip, int Index)> twins in clips.Select((clip, index) => (clip, index)).GroupBy(one => one.clip.Clip).Where(group => group.Count() > 1))
        {
            root.Complaints.Add($"$.clips[{twins.Last().Index}].clip", $"\"{twins.Key}\"", "has an entry already: put all its events into one");
        }

        root.Finish();
        return new Truth(kinds, tolerance, clips);
    }

    private static ImmutableArray<EventKind> ReadKinds(SettingsReader root)
    {
        string expected = $"{ExpectedKinds}: of {string.Join(", ", Judged.Select(kind => $"\"{kind}\""))}";
        if (!root.Has("kinds"))
        {
            root.Complain("kinds", "is missing: " + expected);
            return [];
        }

        List<EventKind> kinds = [];
        foreach (string name in root.Texts("kinds", [], expected))
        {
            if (Judged.Contains(name) && EventKinds.TryParse(name, out EventKind kind))
            {
                kinds.Add(kind);
            }
            else
            {
                root.Complain("kinds", $"\"{name}\" is none: {expected}");
            }
        }

        return [.. kinds.Distinct()];
    }

    private ClipTruth ReadClip(SettingsReader reader, ImmutableArray<EventKind> kinds)
    {
        const string ExpectedClip = "expected the clip's file name, without a folder, for example \"gate.mp4\"";
        string clip = reader.RequiredText("clip", ExpectedClip);
        if (clip != Path.GetFileName(clip))
        {
            reader.Complain("clip", ExpectedClip);
        }

        CameraConfiguration? camera = ReadCamera(reader, out string? name);
        TimeSpan from = reader.Duration("from", TimeSpan.Zero, TimeSpan.Zero, Longest);
        TimeSpan? to = reader.Has("to") ? reader.Duration("to", Longest, TimeSpan.Zero, Longest) : null;
        if (to <= from)
        {
            reader.Complain("to", "expected a time behind \"from\"");
        }

        if (!reader.Has("events"))
        {
            reader.Complain("events", "is missing: expected an array of what happens, [ ] where nothing does");
        }

        ImmutableArray<TruthEvent> events =
            [.. reader.Children("events").Select(one => ReadEvent(one, kinds, camera, from, to ?? Longest)).OfType<TruthEvent>().OrderBy(one => one.From)];
        DateTimeOffset? start = ReadStart(reader);
        reader.Finish();
        return new ClipTruth(clip, name, from, to, events) { Start = start };
    }

    private static DateTimeOffset? ReadStart(SettingsReader reader)
    {
        if (!reader.Has("start"))
        {
            return null;
        }

        string text = reader.Text("start", "", StartTime.Expected);
        if (StartTime.TryParse(text, out DateTimeOffset start))
        {
            return start;
        }

        if (text.Length > 0)
        {
            reader.Complain("start", StartTime.Expected);
        }

        return null;
    }

    private CameraConfiguration? ReadCamera(SettingsReader reader, out string? name)
    {
        string names = string.Join(", ", _cameras.Select(camera => $"\"{camera.Name}\""));
        string expected = $"expected one of the configuration's cameras: {names}";
        bool named = reader.Has("camera");
        name = named ? reader.Text("camera", "", expected) : _camera ?? (_cameras.Length == 1 ? _cameras[0].Name : null);
        string? wanted = name;
        CameraConfiguration? found = _cameras.FirstOrDefault(camera => camera.Name == wanted);
        if (found is null && wanted != "")
        {
            reader.Complain("camera", named ? expected : $"is missing: {expected}; or give --camera");
        }

        return found;
    }

    private static TruthEvent? ReadEvent(
        SettingsReader reader, ImmutableArray<EventKind> kinds, CameraConfiguration? camera, TimeSpan first, TimeSpan last)
    {
        string expectedKind = "expected one of \"kinds\": " + string.Join(", ", kinds.Select(each => $"\"{EventKinds.Name(each)}\""));
        string kindName = reader.RequiredText("kind", expectedKind);
        bool known = EventKinds.TryParse(kindName, out EventKind kind) && kinds.Contains(kind);
        if (!known && kindName.Length > 0)
        {
            reader.Complain("kind", expectedKind);
        }

        bool isOfCamera = known && kind == EventKind.Tamper;
        int zone = isOfCamera ? 0 : ReadPlace(reader, camera);
        TimeSpan from = ReadTime(reader, "from", first, first, last);
        TimeSpan to = ReadTime(reader, "to", last, from, last);
        TimeSpan due = reader.Duration("due", from, from, to);
        bool? outward = ReadDirection(reader, kind);
        reader.Finish();
        return known && (zone > 0 || isOfCamera) ? new TruthEvent(kind, zone, from, to, due, outward) : null;
    }

    private static int ReadPlace(SettingsReader reader, CameraConfiguration? camera)
    {
        IReadOnlyDictionary<int, string> places = camera?.Places ?? new Dictionary<int, string>();
        string expected = camera is null
            ? "expected the name of one of the camera's zones or lines"
            : $"expected a zone or line of camera \"{camera.Name}\": {string.Join(", ", places.Values.Select(place => $"\"{place}\""))}";
        string name = reader.RequiredText("zone", expected);
        int number = places.FirstOrDefault(place => place.Value == name).Key;
        if (number == 0 && name.Length > 0 && camera is not null)
        {
            reader.Complain("zone", expected);
        }

        return number;
    }

    private static TimeSpan ReadTime(SettingsReader reader, string key, TimeSpan fallback, TimeSpan first, TimeSpan last)
    {
        if (reader.Has(key))
        {
            return reader.Duration(key, fallback, first, last);
        }

        reader.Complain(key, "is missing: expected the clip's time, with its unit, for example \"12.5s\"");
        return fallback;
    }

    private static bool? ReadDirection(SettingsReader reader, EventKind kind)
    {
        if (!reader.Has("direction"))
        {
            return null;
        }

        if (kind != EventKind.Line)
        {
            reader.Complain("direction", "only a line has one: leave it out");
        }

        return reader.Choice("direction", "in", "in", "out") == "out";
    }
}
