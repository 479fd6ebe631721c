using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Schedules;

namespace Vigie.Scene.Rules;

/// <summary>What a rule's settings may refer to, and how: every rule reads zones and classes the same way.</summary>
/// <param name="Zones">The camera's zones.</param>
/// <param name="Labels">What the camera's model tells apart, in the model's order.</param>
public sealed record RuleContext(IReadOnlyList<Zone> Zones, IReadOnlyList<string> Labels)
{
    /// <summary>Who is meant where a rule is of people and traffic and says no more.</summary>
    internal static readonly ImmutableArray<string> PersonsAndVehicles =
        ["person", "bicycle", "car", "motorcycle", "bus", "train", "truck"];

    /// <summary>Who is meant where a rule is of traffic and says no more.</summary>
    internal static readonly ImmutableArray<string> Vehicles = ["car", "motorcycle", "bus", "truck"];

    /// <summary>Who is meant where a rule is of people and says no more.</summary>
    internal static readonly ImmutableArray<string> Persons = ["person"];

    /// <summary>Name of the camera's model: what was measured with another one does not hold for it.</summary>
    public string Model { get; init; } = "";

    /// <summary>The camera's lines.</summary>
    public IReadOnlyList<Line> Lines { get; init; } = [];

    /// <summary>The place's clock; null where the configuration says none.</summary>
    public PlaceCalendar? Calendar { get; init; }

    /// <summary>The camera's ground plane; null where it has none: what is in metres cannot be asked for then.</summary>
    public GroundPlane? Ground { get; init; }

    /// <summary>Reads the name of a zone, which must be there; null, with a complaint, where it is not one of the camera's.</summary>
    public Zone? ReadZone(SettingsReader reader, string key) =>
        ReadPlace(reader, key, Zones, zone => zone.Name, "a zone", "draw one under \"zones\"");

    /// <summary>Reads the name of a line, which must be there; null, with a complaint, where it is not one of the camera's.</summary>
    public Line? ReadLine(SettingsReader reader, string key) =>
        ReadPlace(reader, key, Lines, line => line.Name, "a line", "draw one under \"lines\"");

    /// <summary>Number of the zone or line of this name; null where there is none.</summary>
    internal int? NumberOf(string place) =>
        Zones.FirstOrDefault(zone => zone.Name == place)?.Number ?? Lines.FirstOrDefault(line => line.Name == place)?.Number;

    private static T? ReadPlace<T>(
        SettingsReader reader, string key, IReadOnlyList<T> places, Func<T, string> nameOf, string what, string remedy)
        where T : class
    {
        string expected = places.Count == 0
            ? $"expected the name of {what}, but this camera has none: {remedy}"
            : $"expected the name of {what}: this camera has " + Quote(places.Select(nameOf));
        if (!reader.Has(key))
        {
            reader.Complaints.Add(reader.PathOf(key), "", "is missing: " + expected);
            return null;
        }

        string name = reader.Text(key, "", expected);
        T? found = places.FirstOrDefault(place => nameOf(place) == name);
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

    /// <summary>
    /// Reads a length: <c>"1.2heights"</c>, in heights of the objects themselves, or <c>"1.5m"</c>, where the camera has a ground plane. Where the
    /// key is absent, the default in heights.
    /// </summary>
    /// <param name="reader">The rule.</param>
    /// <param name="key">Its key.</param>
    /// <param name="fallback">In heights.</param>
    /// <param name="minimum">In either unit.</param>
    /// <param name="maximum">In heights; twice as many metres.</param>
    public Length ReadHeights(SettingsReader reader, string key, double fallback, double minimum, double maximum)
    {
        string expected = FormattableString.Invariant(
            $"expected a length in heights of the persons, from {minimum}heights to {maximum}heights, for example \"{fallback}heights\", or in metres, to {2 * maximum}m, where the camera has a ground plane");
        string text = reader.Text(key, FormattableString.Invariant($"{fallback}heights"), expected);
        bool isRead = Length.TryParse(text, out Length length);
        if (isRead && length.IsMetric && Ground is null)
        {
            reader.Complain(key, "is in metres, but this camera has no ground plane: give it \"ground\", or say it in \"heights\" of the persons");
        }
        else if (!isRead || length.Value < minimum || length.Value > (length.IsMetric ? 2 * maximum : maximum))
        {
            reader.Complain(key, expected);
        }

        return isRead ? length : new Length(fallback, IsMetric: false);
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
