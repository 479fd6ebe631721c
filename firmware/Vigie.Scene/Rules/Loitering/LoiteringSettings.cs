using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Loitering;

/// <summary>What a loitering rule was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where nobody is to linger.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Dwell">How long someone must be there before the signal starts.</param>
/// <param name="Clear">How long someone may be out and still be there; then the signal ends, or the dwell begins anew.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record LoiteringSettings(
    Zone Zone, ImmutableArray<int> Classes, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Loitering;

    /// <summary>Reads <c>zone</c>, <c>classes</c>, <c>dwell</c>, <c>clear</c>, <c>update</c>; null, with complaints, where the zone is none.</summary>
    public static LoiteringSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.Persons);
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new LoiteringSettings(zone, classes, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new LoiteringRule(this, ground.Format, ground.MaximumTracks);
}
