using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Scene.Rules;

/// <summary>What a rule's settings may refer to, and how: every rule reads zones and classes the same way.</summary>
/// <param name="Zones">The camera's zones.</param>
/// <param name="Labels">What the camera's model tells apart, in the model's order.</param>
public sealed record RuleContext(IReadOnlyList<Zone> Zones, IReadOnlyList<string> Labels)
{
    /// <summary>Reads the name of a zone, which must be there; null, with a complaint, where it is not one of the camera's.</summary>
    public Zone? ReadZone(SettingsReader reader, string key)
    {
        string expected = Zones.Count == 0
            ? "expected the name of a zone, but this camera has none: draw one under \"zones\""
            : "expected the name of a zone: this camera has " + Quote(Zones.Select(zone => zone.Name));
        if (!reader.Has(key))
        {
            reader.Complaints.Add(reader.PathOf(key), "", "is missing: " + expected);
            return null;
        }

        string name = reader.Text(key, "", expected);
        Zone? found = Zones.FirstOrDefault(zone => zone.Name == name);
        if (found is null && name.Length > 0)
        {
            reader.Complain(key, expected);
        }

        return found;
    }

    /// <summary>
    /// Reads names of classes as numbers of <see cref="ObjectClasses"/>, ascending, none twice. Where the key is absent: those of
    /// <paramref name="usual"/> that the model knows.
    /// </summary>
    public ImmutableArray<int> ReadClasses(SettingsReader reader, string key, IReadOnlyList<string> usual)
    {
        string expected = "expected an array of classes that the model knows: " + Quote(Labels);
        if (!reader.Has(key))
        {
            ImmutableArray<int> known = NumbersOf(usual);
            if (known.IsEmpty)
            {
                reader.Complaints.Add(reader.PathOf(key), "", $"is missing, and the model knows none of {Quote(usual)}: {expected}");
            }

            return known;
        }

        IReadOnlyList<string> names = reader.Texts(key, [], expected);
        string[] unknown = [.. names.Where(name => !Labels.Contains(name))];
        if (unknown.Length > 0)
        {
            reader.Complain(key, $"{Quote(unknown)} {(unknown.Length == 1 ? "is" : "are")} not known: {expected}");
        }

        return NumbersOf(names);
    }

    private ImmutableArray<int> NumbersOf(IReadOnlyList<string> names) =>
    [
        .. Labels.Select((label, index) => (label, number: ObjectClasses.NumberOf(label, index)))
            .Where(entry => names.Contains(entry.label))
            .Select(entry => entry.number)
            .Distinct()
            .Order(),
    ];

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
