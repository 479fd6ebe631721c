using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Count;

/// <summary>What a count was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where it counts; null: at the line.</param>
/// <param name="Line">Where it counts; null: in the zone.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Every">The clock's interval: a whole part of an hour.</param>
/// <param name="Floor">No number of fewer leaves the rule.</param>
public sealed record CountSettings(Zone? Zone, Line? Line, ImmutableArray<int> Classes, TimeSpan Every, int Floor) : RuleSettings
{
    /// <summary>The floor where the configuration says none.</summary>
    public const int UsualFloor = 5;

    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Count;

    /// <inheritdoc/>
    public override ImmutableArray<int> Classes { get; init; } = Classes;

    /// <summary>Number of the zone or line.</summary>
    public int Place => Zone?.Number ?? Line!.Number;

    /// <summary>Reads <c>zone</c> or <c>line</c>, <c>classes</c>, <c>every</c>, <c>floor</c>; null, with complaints, where there is no place.</summary>
    public static CountSettings? Read(SettingsReader reader, RuleContext context)
    {
        if (reader.Has("zone") && reader.Has("line"))
        {
            reader.Complain("line", "counts at a zone or at a line: give one, and a rule to each");
        }

        Line? line = reader.Has("line") ? context.ReadLine(reader, "line") : null;
        Zone? zone = reader.Has("line") ? null : context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.PersonsAndVehicles);
        TimeSpan every = reader.Duration("every", TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        if (every.Ticks % TimeSpan.TicksPerMinute != 0 || TimeSpan.TicksPerHour % every.Ticks != 0)
        {
            reader.Complain("every", "expected whole minutes that divide an hour: \"1min\", \"5min\", \"10min\", \"15min\", \"20min\", \"30min\", \"1h\"");
        }

        int floor = reader.WholeNumber("floor", UsualFloor, CountRecord.LeastFloor, CountRecord.MostFloor);
        if (reader.Has("shadow"))
        {
            reader.Complain("shadow", "a count sends no signals, so it has no shadow time");
        }

        return zone is null && line is null ? null : new CountSettings(zone, line, classes, every, floor);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new CountRule(this, ground.Format, ground.MaximumTracks);

    /// <summary>
    /// Whether both count at the same place: of one place there is one count, or the difference of two would tell what each keeps back.
    /// </summary>
    public bool Equals(CountSettings? other) => other is not null && (Zone, Line) == (other.Zone, other.Line);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Zone, Line);
}
