using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Weapon;

/// <summary>What a rule of weapons was asked for; README.md of this folder says what it means, and how seldom it is right.</summary>
/// <param name="Zone">Where the person stands.</param>
/// <param name="Classes">Which things: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Dwell">How long it must be seen before the signal starts.</param>
/// <param name="Clear">How long it must be away before it ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record WeaponSettings(
    Zone Zone, ImmutableArray<int> Classes, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update)
    : TrackRuleSettings(Zone, Classes, Dwell, Clear, Update)
{
    private static readonly ImmutableArray<string> OfCoco = ["knife", "baseball bat"];

    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Weapon;

    /// <inheritdoc/>
    public override ImmutableArray<int> SmallThings => Classes;

    /// <summary>Reads its keys; null, with complaints, where the zone is none. The classes have no default: they must be asked for by name.</summary>
    public static WeaponSettings? Read(SettingsReader reader, RuleContext context)
    {
        string[] known = [.. context.Labels.Where((label, index) => OfCoco.Contains(label) || ObjectClasses.NumberOf(label, index) >= ObjectClasses.FirstOwn)];
        string expected = known.Length == 0
            ? "this camera's model knows nothing that can be a weapon"
            : "expected some of: " + string.Join(", ", known.Select(label => $"\"{label}\""));
        Zone? zone = context.ReadZone(reader, "zone");
        ImmutableArray<int> classes = [];
        if (!reader.Has("classes"))
        {
            reader.Complaints.Add(reader.PathOf("classes"), "", "is missing: each must be asked for by its name; " + expected);
        }
        else
        {
            classes = context.ReadClasses(reader, "classes", OfCoco);
            if (classes.Any(number => number < ObjectClasses.FirstOwn && ObjectClasses.TryGetName(number, out string name) && !OfCoco.Contains(name)))
            {
                reader.Complain("classes", "not all of these can be weapons: " + expected);
            }
        }

        TimeSpan dwell = reader.Duration("dwell", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1));
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return zone is null ? null : new WeaponSettings(zone, classes, dwell, clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new WeaponRule(this, ground.Format, ground.MaximumTracks);
}
