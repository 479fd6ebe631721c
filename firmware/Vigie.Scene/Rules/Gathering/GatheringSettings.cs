using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Gathering;

/// <summary>What a gathering rule was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where it looks.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Persons">How many make a gathering.</param>
/// <param name="Distance">How near one stands to the next: metres on the ground, or mean heights of the two boxes.</param>
/// <param name="Dwell">How long they must be together before the signal starts.</param>
/// <param name="Clear">How long they must be apart before it ends.</param>
/// <param name="Update">An open signal is repeated at most this often, but for a change of level.</param>
public sealed record GatheringSettings(
    Zone Zone, ImmutableArray<int> Classes, int Persons, Length Distance, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Gathering;

    /// <summary>Reads its keys; null, with complaints, where the zone is none.</summary>
    public static GatheringSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.Persons);
        int persons = reader.WholeNumber("persons", 4, 2, EventRecord.MaximumCount);
        Length distance = context.ReadHeights(reader, "distance", 1.2, 0.1, 20);
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new GatheringSettings(zone, classes, persons, distance, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new GatheringRule(this, ground);
}
