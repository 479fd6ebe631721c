using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.StoppedVehicle;

/// <summary>What a rule of stopped vehicles was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where nobody may stop.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Dwell">How long one must be at rest before the signal starts.</param>
/// <param name="Clear">How long one may be gone from sight, or moving, before it is over.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record StoppedVehicleSettings(Zone Zone, ImmutableArray<int> Classes, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.StoppedVehicle;

    /// <summary>Reads its keys; null, with complaints, where the zone is none.</summary>
    public static StoppedVehicleSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.Vehicles);
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new StoppedVehicleSettings(zone, classes, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new StoppedVehicleRule(this, ground);
}
