using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.WrongWay;

/// <summary>What a rule of direction was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where it looks.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="From">Where the arrow of the right way begins, in the unit square.</param>
/// <param name="To">Where it points, in the unit square.</param>
/// <param name="Distance">How far one must go against it.</param>
/// <param name="Clear">How long one must not go against it before the signal ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record WrongWaySettings(
    Zone Zone, ImmutableArray<int> Classes, Point From, Point To, Length Distance, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, TimeSpan.Zero, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.WrongWay;

    /// <summary>Reads its keys; null, with complaints, where the zone or the arrow is none.</summary>
    public static WrongWaySettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.PersonsAndVehicles);
        Point? from = PairReader.ReadPoint(reader, "from"), to = PairReader.ReadPoint(reader, "to");
        Length distance = context.ReadHeights(reader, "distance", 2, 0.5, 50);
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(3), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        if (from is null || to is null)
        {
            return null;
        }

        if (!new SceneGround(new FrameFormat(1000, 1000), 1, context.Ground).TryDirection(from.Value, to.Value, out _))
        {
            reader.Complain("to", "expected an arrow with a length, from one point of the ground to another, both before the horizon");
            return null;
        }

        return zone is null ? null : new WrongWaySettings(zone, classes, from.Value, to.Value, distance, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new WrongWayRule(this, ground);
}
