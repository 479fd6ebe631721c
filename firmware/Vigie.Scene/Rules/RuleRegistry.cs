using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core.Settings;
using Vigie.Scene.Rules.Abandoned;
using Vigie.Scene.Rules.Count;
using Vigie.Scene.Rules.Crossing;
using Vigie.Scene.Rules.CrowdMovement;
using Vigie.Scene.Rules.Density;
using Vigie.Scene.Rules.Fall;
using Vigie.Scene.Rules.Gathering;
using Vigie.Scene.Rules.Intrusion;
using Vigie.Scene.Rules.Loitering;
using Vigie.Scene.Rules.StoppedVehicle;
using Vigie.Scene.Rules.Tamper;
using Vigie.Scene.Rules.Weapon;
using Vigie.Scene.Rules.WrongWay;

namespace Vigie.Scene.Rules;

/// <summary>All rules that there are: one line a rule, one folder a rule.</summary>
public static class RuleRegistry
{
    private static readonly ImmutableArray<(EventKind Kind, Func<SettingsReader, RuleContext, RuleSettings?> Read)> Rules =
    [
        (EventKind.Abandoned, AbandonedSettings.Read),
        (EventKind.Weapon, WeaponSettings.Read),
        (EventKind.WrongWay, WrongWaySettings.Read),
        (EventKind.Intrusion, IntrusionSettings.Read),
        (EventKind.Fall, FallSettings.Read),
        (EventKind.CrowdMovement, CrowdMovementSettings.Read),
        (EventKind.Density, DensitySettings.Read),
        (EventKind.Line, CrossingSettings.Read),
        (EventKind.Loitering, LoiteringSettings.Read),
        (EventKind.Gathering, GatheringSettings.Read),
        (EventKind.StoppedVehicle, StoppedVehicleSettings.Read),
        (EventKind.Count, CountSettings.Read),
        (EventKind.Tamper, TamperSettings.Read),
    ];

    /// <summary>Names of the rules, as <c>kind</c> takes them.</summary>
    public static IEnumerable<string> Kinds => Rules.Select(rule => EventKinds.Name(rule.Kind));

    /// <summary>
    /// Reads a camera's rules, each an object with its <c>kind</c> and the keys of that kind. What is wrong goes to the readers'
    /// complaints; what is returned is complete only where there are none.
    /// </summary>
    public static ImmutableArray<RuleSettings> Read(IReadOnlyList<SettingsReader> rules, RuleContext context)
    {
        var read = new List<(RuleSettings Settings, string Path)>();
        foreach (SettingsReader rule in rules)
        {
            if (ReadOne(rule, context) is not { } settings)
            {
                continue;
            }

            if (read.Find(earlier => earlier.Settings == settings) is { Path: string twin })
            {
                rule.Complaints.Add(rule.Path, "", $"says the same as {twin}: keep one");
            }
            else if (read.Find(earlier => settings.Name.Length > 0 && earlier.Settings.Name == settings.Name) is { Path: string other })
            {
                rule.Complain("name", $"{other} has this name: give each its own");
            }

            read.Add((settings, rule.Path));
        }

        return [.. read.Select(entry => entry.Settings)];
    }

    private static RuleSettings? ReadOne(SettingsReader rule, RuleContext context)
    {
        string expected = "expected the kind of a rule: " + string.Join(", ", Kinds.Select(kind => $"\"{kind}\""));
        string kind = rule.RequiredText("kind", expected);
        (EventKind number, Func<SettingsReader, RuleContext, RuleSettings?>? read) = Rules.FirstOrDefault(entry => EventKinds.Name(entry.Kind) == kind);
        if (read is null)
        {
            if (kind.Length > 0)
            {
                rule.Complain("kind", expected);
            }

            // The other keys belong to a kind that is not known: nothing can be said about them.
            return null;
        }

        RuleSettings? settings = RuleConditions.Read(rule, context, number, read(rule, context));
        rule.Finish();
        return settings;
    }
}
