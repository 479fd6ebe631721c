using System.Collections.Immutable;
using Vigie.Capture;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Schedules;
using Vigie.Vision.Motion;
using Vigie.Vision.Providers;

namespace Vigie.Appliance.Configuration;

/// <summary>What one camera was asked to do.</summary>
/// <param name="Number">Number in events, from 1, by order in the file.</param>
/// <param name="Name">Name in contexts and link templates.</param>
/// <param name="Model">Name or folder of the detection model.</param>
/// <param name="Motion">How the motion gate judges, and the longest time without inference.</param>
/// <param name="Masks">Polygons of the unit square that are burnt out of each frame before anything looks.</param>
/// <param name="Zones">Named polygons that rules speak of.</param>
/// <param name="Rules">Rules as asked, read by their own folders once the model's labels are known.</param>
public sealed record CameraConfiguration(
    int Number,
    string Name,
    string Model,
    MotionOptions Motion,
    ImmutableArray<Polygon> Masks,
    ImmutableArray<Zone> Zones,
    ImmutableArray<SettingsReader> Rules)
{
    /// <summary>Named lines that rules speak of; their numbers follow those of the zones.</summary>
    public ImmutableArray<Line> Lines { get; init; } = [];

    /// <summary>Names of zones and lines by the number that events carry.</summary>
    public IReadOnlyDictionary<int, string> Places =>
        Zones.Select(zone => (zone.Number, zone.Name)).Concat(Lines.Select(line => (line.Number, line.Name)))
            .ToDictionary(place => place.Number, place => place.Name);

    /// <summary>Name or folder of the model that tells the rule <c>fall</c> how persons hold themselves; null: it goes by boxes alone.</summary>
    public string? Pose { get; init; }

    /// <summary>Where its pictures come from; null where a file is replayed.</summary>
    public SourceSettings? Source { get; init; }

    /// <summary>The box's accelerator; null: none is asked for.</summary>
    public Accelerator? Accelerator { get; init; }

    /// <summary>The clock of the place; null where the file says none.</summary>
    public PlaceCalendar? Calendar { get; init; }

    /// <summary>The ground that it looks at, in metres; null where the file says nothing of it.</summary>
    public GroundPlane? Ground { get; init; }

    /// <summary>The camera's part of the file as it is written: another text is another question.</summary>
    public string Asked { get; init; } = "";

    /// <summary>What holds without a file.</summary>
    public static CameraConfiguration Bare(string model) => new(1, "camera", model, MotionOptions.Default, [], [], []);
}
