using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.CrowdMovement;

/// <summary>What a rule of crowd movements was asked for; README.md of this folder says what it means.</summary>
/// <param name="Zone">Where it looks.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Persons">How many make a crowd.</param>
/// <param name="Learn">For how long of seeing persons it learns what is usual before it judges.</param>
/// <param name="Dwell">How long the movement must last before the signal starts.</param>
/// <param name="Clear">How long it must be over before the signal ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record CrowdMovementSettings(
    Zone Zone, ImmutableArray<int> Classes, int Persons, TimeSpan Learn, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.CrowdMovement;

    /// <summary>Reads its keys; null, with complaints, where the zone is none.</summary>
    public static CrowdMovementSettings? Read(SettingsReader reader, RuleContext context)
    {
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.Persons);
        int persons = reader.WholeNumber("persons", 6, 3, EventRecord.MaximumCount);
        TimeSpan learn = reader.Duration("learn", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromSeconds(1.5), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new CrowdMovementSettings(zone, classes, persons, learn, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new CrowdMovementRule(this, ground);
}
