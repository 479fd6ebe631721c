using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Vigie.Appliance.Orders;
using Vigie.Capture;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Schedules;
using Vigie.Vision.Motion;

namespace Vigie.Appliance.Configuration;

/// <summary>Reads a configuration file: everything is checked before anything starts, and all complaints come at once (law 8).</summary>
public static class ConfigurationReader
{
    private const long LargestFile = 1_000_000;

    // More than any such box can look at; and numbers in events end at 255.
    private const int MostCameras = 32;

    private static readonly Polygon WholePicture = new([new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)]);

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Reads and checks the file. What needs a model's labels (the rules) is read later, into the same complaints.</summary>
    /// <param name="path">Path as the person gave it.</param>
    /// <param name="complaints">Gets everything that is wrong.</param>
    /// <returns>The configuration; meaningful only while there are no complaints.</returns>
    /// <exception cref="Fault">No such file, not readable, not what its seal says, or no JSON at all.</exception>
    public static ApplianceConfiguration Read(string path, Complaints complaints) => Read(path, ReadSealed(path, out _), complaints);

    /// <summary>Reads and checks a file's bytes.</summary>
    /// <exception cref="Fault">No JSON at all.</exception>
    internal static ApplianceConfiguration Read(string path, byte[] bytes, Complaints complaints)
    {
        using JsonDocument document = Parse(path, bytes);
        SettingsReader root = new(document.RootElement.Clone(), "$", complaints);
        ApplianceConfiguration configuration = new(
            Name(root, "site"),
            Name(root, "device"),
            ReadStateDirectory(root),
            ReadVideoLink(root),
            DeliveryReader.Read(root.Child("delivery")),
            ReadCameras(root),
            [.. SHA256.HashData(bytes)])
        {
            Telemetry = root.Child("telemetry") is { } telemetry ? TelemetryConfiguration.Read(telemetry) : null,
            Trust = OrderSettings.Read(root),
            Accelerator = AcceleratorReader.Read(root.Child("accelerator")),
        };
        SettingsReader? clock = root.Child("calendar");
        PlaceCalendar? calendar = clock is null ? null : ScheduleReader.ReadCalendar(clock);
        root.Finish();
        return configuration with
        {
            CalendarText = clock?.Text() ?? "",
            Cameras = [.. configuration.Cameras.Select(camera => camera with { Accelerator = configuration.Accelerator, Calendar = calendar })],
        };
    }

    /// <summary>Reads a configuration file whole.</summary>
    /// <exception cref="Fault">No such file, not readable, or too large.</exception>
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                throw new Fault(FaultKind.Config, path, "is larger than 1 MB", "Give a configuration file, not data.");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Fault(
                FaultKind.Config, path, "cannot be read: " + exception.Message.TrimEnd('.'), "Give the path of a readable configuration file.", exception);
        }
    }

    /// <summary>Reads a configuration file whole and holds it against its seal: of a file that is not what was sealed, nothing is believed, and nothing done.</summary>
    /// <exception cref="Fault">No such file, not readable, too large, or not what its seal says.</exception>
    internal static byte[] ReadSealed(string path, out bool isSealed)
    {
        byte[] bytes = ReadBytes(path);
        isSealed = ConfigurationSeal.Check(path, bytes);
        return bytes;
    }

    /// <summary>Parses a configuration file.</summary>
    /// <exception cref="Fault">No JSON at all.</exception>
    internal static JsonDocument Parse(string path, byte[] bytes)
    {
        try
        {
            return SettingsDocument.Parse(bytes, Options);
        }
        catch (JsonException exception)
        {
            throw new Fault(
                FaultKind.Config,
                $"{path}, line {exception.LineNumber + 1}",
                "is not JSON: " + exception.Message.Split(" LineNumber", 2)[0].TrimEnd('.'),
                "Mend the line, or the one before it.",
                exception);
        }
    }

    internal static string Name(SettingsReader reader, string key)
    {
        const string Expected = "expected a name of 1 to 64 letters, digits, '-', '_' or '.'";
        string name = reader.RequiredText(key, Expected);
        if (name.Length > 0 && !IsName(name))
        {
            reader.Complain(key, Expected);
        }

        return name;
    }

    private static bool IsName(string name) =>
        name.Length <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static string ReadStateDirectory(SettingsReader root)
    {
        string directory = root.RequiredText("stateDirectory", "expected an absolute path of a directory, for example \"/var/lib/vigie\"");
        if (directory.Length > 0 && !Path.IsPathRooted(directory))
        {
            root.Complain("stateDirectory", "expected an absolute path, for example \"/var/lib/vigie\"");
        }

        return directory;
    }

    private static string? ReadVideoLink(SettingsReader root)
    {
        const string Expected = "expected a link with {camera} and {time} in it, for example \"https://video.example/{camera}?at={time}\"";
        string link = root.Text("videoLink", "", Expected);
        if (link.Length == 0)
        {
            return null;
        }

        if (!link.Contains("{camera}", StringComparison.Ordinal) || !link.Contains("{time}", StringComparison.Ordinal))
        {
            root.Complain("videoLink", Expected);
        }

        return link;
    }

    private static ImmutableArray<CameraConfiguration> ReadCameras(SettingsReader root)
    {
        ImmutableArray<CameraConfiguration>.Builder cameras = ImmutableArray.CreateBuilder<CameraConfiguration>();
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SettingsReader reader in root.Children("cameras"))
        {
            CameraConfiguration camera = ReadCamera(reader, cameras.Count + 1);
            if (camera.Name.Length > 0 && !names.Add(camera.Name))
            {
                reader.Complain("name", "another camera has this name: give each its own");
            }

            cameras.Add(camera);
        }

        if (cameras.Count > MostCameras)
        {
            root.Complaints.Add("$.cameras", "", $"are {cameras.Count}: expected at most {MostCameras}");
        }

        if (cameras.Count == 0 && !root.Has("cameras"))
        {
            root.Complaints.Add("$.cameras", "", "is missing: expected an array with at least one camera");
        }
        else if (cameras.Count == 0)
        {
            root.Complain("cameras", "expected at least one camera");
        }

        return cameras.ToImmutable();
    }

    private static CameraConfiguration ReadCamera(SettingsReader reader, int number)
    {
        CameraConfiguration camera = new(
            number,
            Name(reader, "name"),
            reader.Text("model", "street", "expected the name or the folder of a model"),
            reader.Child("motion") is { } motion ? MotionOptions.Read(motion) : MotionOptions.Default,
            ReadMasks(reader),
            ReadZones(reader),
            [.. reader.Children("rules")])
        {
            Pose = reader.Has("pose") ? reader.Text("pose", "", "expected the name or the folder of a model of postures, for example \"movenet-lightning\"") : null,
            Source = ReadSource(reader.Child("source")),
            Ground = GroundReader.Read(reader.Child("ground")),
            Asked = reader.Text(),
        };
        camera = camera with { Lines = LineReader.Read(reader, camera.Zones) };
        reader.Finish();
        return camera;
    }

    private static SourceSettings? ReadSource(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        SourceSettings source = SourceSettings.Read(reader);
        try
        {
            source.CheckCredentials();
        }
        catch (Fault fault)
        {
            reader.Complaints.Add(reader.PathOf("credentials"), fault.Subject, $"{fault.Problem}. {fault.Remedy}");
        }

        return source;
    }

    private static ImmutableArray<Polygon> ReadMasks(SettingsReader camera)
    {
        ImmutableArray<Polygon>.Builder masks = ImmutableArray.CreateBuilder<Polygon>();
        foreach (SettingsReader reader in camera.Children("masks"))
        {
            if (PolygonReader.Read(reader, "polygon") is { } polygon)
            {
                masks.Add(polygon);
            }

            reader.Finish();
        }

        return masks.ToImmutable();
    }

    private static ImmutableArray<Zone> ReadZones(SettingsReader camera)
    {
        ImmutableArray<Zone>.Builder zones = ImmutableArray.CreateBuilder<Zone>();
        HashSet<string> names = new(StringComparer.Ordinal);
        int number = 0;
        foreach (SettingsReader reader in camera.Children("zones"))
        {
            number++;
            string name = Name(reader, "name");
            if (name.Length > 0 && !names.Add(name))
            {
                reader.Complain("name", "another zone has this name: give each its own");
            }

            // A zone with a wrong polygon still has a name: rules that speak of it are not to blame.
            zones.Add(new Zone(number, name, PolygonReader.Read(reader, "polygon") ?? WholePicture));
            reader.Finish();
        }

        return zones.ToImmutable();
    }
}
