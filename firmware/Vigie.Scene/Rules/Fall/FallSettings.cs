using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Fall;

/// <summary>What a rule of falls was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where persons are watched.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Within">How long going down takes at most: who takes longer sits or lies down.</param>
/// <param name="Dwell">How long someone must stay down before the signal starts.</param>
/// <param name="Clear">How long someone must be up again, or gone, before it ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record FallSettings(
    Zone Zone, ImmutableArray<int> Classes, TimeSpan Within, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Fall;

    /// <summary>Reads its keys; null, with complaints, where the zone is none.</summary>
    public static FallSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.Persons);
        TimeSpan within = reader.Duration("within", TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new FallSettings(zone, classes, within, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new FallRule(this, ground.Format, ground.MaximumTracks);
}
