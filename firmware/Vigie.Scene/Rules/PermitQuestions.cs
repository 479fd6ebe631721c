using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Scene.Rules;

/// <summary>What a permit is asked for the rules of a camera (law 9): each kind once, and each class that rules of a kind speak of.</summary>
public sealed class PermitQuestions
{
    private readonly ImmutableArray<(string Kind, ImmutableArray<string> Classes)> _asked;

    /// <summary>Makes them.</summary>
    /// <param name="rules">The rules.</param>
    public PermitQuestions(IReadOnlyList<RuleSettings> rules) => _asked =
    [
        .. rules.GroupBy(rule => EventKinds.Name(rule.Kind)).Select(kind =>
            (kind.Key, kind.SelectMany(rule => rule.Classes).Distinct().Select(ClassName).ToImmutableArray())),
    ];

    /// <summary>Whether anything is asked.</summary>
    public bool IsEmpty => _asked.IsEmpty;

    /// <summary>Whether all of it is allowed on a camera now. Allocates nothing where it is.</summary>
    /// <param name="permit">Who is asked.</param>
    /// <param name="camera">The camera's name.</param>
    /// <param name="reason">Where it is not: the first refusal, in words.</param>
    public bool AreAllowed(IPermit permit, string camera, out string reason)
    {
        foreach ((string kind, ImmutableArray<string> classes) in _asked)
        {
            if (!permit.Allows(kind, camera, out string why))
            {
                reason = $"{kind}: {why}";
                return false;
            }

            foreach (string name in classes)
            {
                if (!permit.AllowsClass(name, camera, out why))
                {
                    reason = $"{kind} of {name}: {why}";
                    return false;
                }
            }
        }

        reason = "";
        return true;
    }

    /// <summary>All refusals, in words; empty: all is allowed.</summary>
    /// <param name="permit">Who is asked.</param>
    /// <param name="camera">The camera's name.</param>
    public IReadOnlyList<string> Refusals(IPermit permit, string camera)
    {
        List<string> refused = [];
        foreach ((string kind, ImmutableArray<string> classes) in _asked)
        {
            if (!permit.Allows(kind, camera, out string reason))
            {
                refused.Add($"{kind} ({reason})");
                continue;
            }

            foreach (string name in classes)
            {
                if (!permit.AllowsClass(name, camera, out reason))
                {
                    refused.Add($"{kind} of {name} ({reason})");
                }
            }
        }

        return refused;
    }

    // A class that COCO does not know has no name here: a permit would have to list its number.
    private static string ClassName(int number) => ObjectClasses.TryGetName(number, out string name) ? name : $"class {number}";
}
