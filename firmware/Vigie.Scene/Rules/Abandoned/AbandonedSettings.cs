using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Abandoned;

/// <summary>What a rule of abandoned objects was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where objects are looked for.</param>
/// <param name="Classes">Which objects: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Distance">Farther than this the owner is away, in the owner's heights.</param>
/// <param name="Dwell">How long the owner must be away before the signal starts.</param>
/// <param name="Clear">How long the owner must be back, or the object gone, before it ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record AbandonedSettings(
    Zone Zone, ImmutableArray<int> Classes, double Distance, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    private static readonly ImmutableArray<string> Luggage = ["backpack", "handbag", "suitcase"];

    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Abandoned;

    /// <inheritdoc/>
    public override ImmutableArray<int> SmallThings => Classes;

    /// <summary>Reads its keys; null, with complaints, where the zone is none.</summary>
    public static AbandonedSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", Luggage);
        if (classes.Contains(ObjectClasses.Person))
        {
            reader.Complain("classes", "a person is nobody's object: leave \"person\" out");
        }

        if (!context.Labels.Contains("person"))
        {
            reader.Complain("kind", "nobody can be seen to leave anything: this camera's model does not know \"person\"");
        }

        double distance = context.ReadHeights(reader, "distance", 3, 1, 20).Heights;
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(15), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new AbandonedSettings(zone, classes, distance, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new AbandonedRule(this, ground.Format, ground.MaximumTracks);
}
