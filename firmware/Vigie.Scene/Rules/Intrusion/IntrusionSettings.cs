using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Intrusion;

/// <summary>What an intrusion rule was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where nobody is to be.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Dwell">How long a foot point must stay inside before the signal starts.</param>
/// <param name="Clear">How long it must be out before the signal ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record IntrusionSettings(
    Zone Zone, ImmutableArray<int> Classes, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Intrusion;

    /// <summary>Reads <c>zone</c>, <c>classes</c>, <c>dwell</c>, <c>clear</c>, <c>update</c>; null, with complaints, where the zone is none.</summary>
    public static IntrusionSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.PersonsAndVehicles);
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(2), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new IntrusionSettings(zone, classes, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new IntrusionRule(this, ground.Format, ground.MaximumTracks);
}
