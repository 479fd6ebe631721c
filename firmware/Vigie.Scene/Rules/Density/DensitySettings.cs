using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Density;

/// <summary>What a rule of density was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where it counts.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Persons">How many in the zone are too many.</param>
/// <param name="Dwell">For how long they must be too many before the signal starts.</param>
/// <param name="Clear">For how long they must be clearly fewer before it ends.</param>
/// <param name="Update">An open signal is repeated at most this often, but for a change of level.</param>
public sealed record DensitySettings(
    Zone Zone, ImmutableArray<int> Classes, double Persons, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    private const double LargestDensity = 10;

    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Density;

    /// <summary>Reads its keys; null, with complaints, where the zone or the threshold is none.</summary>
    public static DensitySettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.Persons);
        double? persons = ReadThreshold(reader, context, zone);
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null || persons is null ? null : new DensitySettings(zone, classes, persons.Value, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new DensityRule(this, ground);

    private static double? ReadThreshold(SettingsReader reader, RuleContext context, Zone? zone)
    {
        bool isDense = reader.Has("density");
        double density = reader.Number("density", 0, 0.01, LargestDensity);
        int persons = reader.WholeNumber("persons", 0, 1, EventRecord.MaximumCount);
        if (isDense == reader.Has("persons"))
        {
            reader.Complaints.Add(reader.PathOf("density"), "", "expected either \"density\", in persons a square metre, or \"persons\" in the zone");
            return null;
        }

        if (!isDense)
        {
            return persons;
        }

        if (context.Ground is null)
        {
            reader.Complain("density", "is of a square metre, but this camera has no ground plane: give it \"ground\", or say how many \"persons\" in the zone are too many");
            return null;
        }

        if (zone is null || density == 0)
        {
            return null;
        }

        if (!context.Ground.TryArea(zone.Shape, out double area))
        {
            reader.Complain("density", $"the zone {zone.Name} reaches beyond the horizon and has no area: draw it on the ground");
            return null;
        }

        return density * area;
    }
}
