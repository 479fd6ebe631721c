using System.Text.Json;

namespace Vigie.Core.Settings;

/// <summary>
/// Reads one JSON object strictly: each key is asked for once by its owner, with the type, unit and range that it must have; what
/// was not asked for is refused by <see cref="Finish"/>. Nothing throws on the way: all complaints go to one list (law 8). Written
/// by hand because serialisers stop at the first mistake.
/// </summary>
public sealed class SettingsReader
{
    private readonly JsonElement _object;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Reads <paramref name="element"/>, which stands at <paramref name="path"/> of the file.</summary>
    public SettingsReader(JsonElement element, string path, Complaints complaints)
    {
        Path = path;
        Complaints = complaints;
        _object = element;
        if (element.ValueKind != JsonValueKind.Object)
        {
            complaints.Add(path, Show(element), "expected an object { … }");
            return;
        }

        foreach (IGrouping<string, JsonProperty> group in element.EnumerateObject().GroupBy(property => property.Name))
        {
            if (group.Count() > 1)
            {
                complaints.Add(PathOf(group.Key), "", $"stands here {group.Count()} times: keep one");
            }
        }
    }

    /// <summary>JSON path of this object.</summary>
    public string Path { get; }

    /// <summary>Where complaints go.</summary>
    public Complaints Complaints { get; }

    /// <summary>JSON path of a key of this object.</summary>
    public string PathOf(string key) => $"{Path}.{key}";

    /// <summary>This object as it is written in the file.</summary>
    public string Text() => _object.ValueKind == JsonValueKind.Undefined ? "" : _object.GetRawText();

    /// <summary>Adds a complaint about a key of this object.</summary>
    public void Complain(string key, string expected) =>
        Complaints.Add(PathOf(key), TryGet(key, out JsonElement value) ? Show(value) : "", expected);

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => TryGet(key, out _);

    /// <summary>The element at <paramref name="key"/>, if it is there and not null.</summary>
    public bool TryGet(string key, out JsonElement value)
    {
        _known.Add(key);
        value = default;
        return _object.ValueKind == JsonValueKind.Object
            && _object.TryGetProperty(key, out value)
            && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string key, string expected)
    {
        if (TryGet(key, out _))
        {
            return Text(key, "", expected);
        }

        Complaints.Add(PathOf(key), "", "is missing: " + expected);
        return "";
    }

    /// <summary>A text, or the default where the key is absent.</summary>
    public string Text(string key, string fallback, string expected)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Complain(key, expected);
        return fallback;
    }

    /// <summary>One of a few words, or the default where the key is absent.</summary>
    public string Choice(string key, string fallback, params ReadOnlySpan<string> choices)
    {
        string expected = "expected one of " + string.Join(", ", choices.ToArray().Select(choice => $"\"{choice}\""));
        string text = Text(key, fallback, expected);
        if (text == fallback || choices.Contains(text))
        {
            return text;
        }

        Complain(key, expected);
        return fallback;
    }

    /// <summary>A number within a range, both ends included, or the default where the key is absent.</summary>
    public double Number(string key, double fallback, double minimum, double maximum)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }

        Complain(key, FormattableString.Invariant($"expected a number from {minimum} to {maximum}"));
        return fallback;
    }

    /// <summary>A whole number within a range, both ends included, or the default where the key is absent.</summary>
    public int WholeNumber(string key, int fallback, int minimum, int maximum)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }

        Complain(key, $"expected a whole number from {minimum} to {maximum}");
        return fallback;
    }

    /// <summary>Whether the key is there and true; false where it is absent.</summary>
    public bool Flag(string key)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Complain(key, "expected true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A duration with its unit (<c>"1.5s"</c>), or the default where the key is absent.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan minimum, TimeSpan maximum)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.String && Units.TryParseDuration(value.GetString()!, out TimeSpan duration)
            && duration >= minimum && duration <= maximum)
        {
            return duration;
        }

        Complain(key, $"expected a duration with its unit (ms, s, min, h, d) from {Units.Show(minimum)} to {Units.Show(maximum)}, for example \"{Units.Show(fallback)}\"");
        return fallback;
    }

    /// <summary>A size in bytes with its unit (<c>"512MB"</c>), or the default where the key is absent.</summary>
    public long Size(string key, long fallback, long minimum, long maximum)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.String && Units.TryParseSize(value.GetString()!, out long size)
            && size >= minimum && size <= maximum)
        {
            return size;
        }

        Complain(key, $"expected a size with its unit (kB, MB, GB) from {Units.Show(minimum)} to {Units.Show(maximum)}, for example \"{Units.Show(fallback)}\"");
        return fallback;
    }

    /// <summary>An array of texts, or the default where the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> fallback, string expected)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        Complain(key, expected);
        return fallback;
    }

    /// <summary>The objects of an array; none where the key is absent.</summary>
    public IReadOnlyList<SettingsReader> Children(string key)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Complain(key, "expected an array [ … ] of objects");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => new SettingsReader(item, $"{PathOf(key)}[{index}]", Complaints))];
    }

    /// <summary>The object at a key, if it is there.</summary>
    public SettingsReader? Child(string key) =>
        TryGet(key, out JsonElement value) ? new SettingsReader(value, PathOf(key), Complaints) : null;

    /// <summary>Refuses every key that nobody asked for, with the nearest one that exists.</summary>
    public void Finish()
    {
        if (_object.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (string key in _object.EnumerateObject().Select(property => property.Name).Distinct())
        {
            if (!_known.Contains(key))
            {
                string known = string.Join(", ", _known.Order(StringComparer.Ordinal));
                Complaints.Add(PathOf(key), "", $"is not a known key: known here are {known}");
            }
        }
    }

    /// <summary>A value as written, shortened to fit a line.</summary>
    public static string Show(JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.Undefined ? "" : value.GetRawText();
        return text.Length <= 60 ? text : text[..57] + "…";
    }
}
