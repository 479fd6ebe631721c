using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Trust.Mandates;

namespace Vigie.Trust.Signatures;

/// <summary>What the JSON views of documents have in common. JSON is for people; what is signed is CBOR.</summary>
internal static class JsonDraft
{
    private const string Moment = "a moment with its offset from UTC, for example \"2026-12-01T08:00:00+01:00\"";

    /// <summary>Reads one object; what is wrong with it is said all at once.</summary>
    /// <exception cref="Fault">It is no JSON, or not as it must be.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, string file, Func<SettingsReader, T> read)
    {
        try
        {
            using var document = SettingsDocument.Parse(json.ToArray(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            Complaints complaints = new(file);
            SettingsReader reader = new(document.RootElement, "$", complaints);
            T value = read(reader);
            reader.Finish();
            complaints.ThrowIfAny();
            return value;
        }
        catch (JsonException error)
        {
            throw new Fault(FaultKind.Config, file, "is no JSON: " + error.Message.TrimEnd('.'), "Mend it.", error);
        }
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static string Words(SettingsReader reader, string key, string what, int most = 200)
    {
        string text = reader.RequiredText(key, what);
        if (text.Length > 0 && PlainText.ProblemOf(text, most) is string problem)
        {
            reader.Complain(key, problem);
        }

        return text;
    }

    public static DateTimeOffset Time(SettingsReader reader, string key)
    {
        string text = reader.RequiredText(key, "expected " + Moment);
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time)
            || DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            reader.Complain(key, "expected " + Moment);
        }

        return DateTimeOffset.UnixEpoch;
    }

    public static IReadOnlyList<string> Names(SettingsReader reader, string key, string what)
    {
        IReadOnlyList<string> names = reader.Texts(key, [], "expected a list of " + what + ", or nothing");
        foreach (string name in names.Where(name => PlainText.ProblemOf(name, 300) is not null))
        {
            reader.Complain(key, "holds a name that is empty, long or cannot be seen");
        }

        return [.. names.Distinct().Order(StringComparer.Ordinal)];
    }

    public static bool Boolean(SettingsReader reader, string key)
    {
        if (reader.TryGet(key, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        reader.Complain(key, "must be said: true or false");
        return false;
    }

    public static TimeSpan Days(SettingsReader reader, string key, int most)
    {
        if (!reader.Has(key))
        {
            reader.Complain(key, "must be said: a duration with its unit, for example \"30d\"");
        }

        var duration = TimeSpan.FromSeconds(Math.Floor(reader.Duration(key, TimeSpan.FromDays(1), TimeSpan.Zero, TimeSpan.FromDays(most)).TotalSeconds));
        return duration;
    }

    public static int Number(SettingsReader reader, string key, int most)
    {
        if (!reader.Has(key))
        {
            reader.Complain(key, $"must be said: a whole number from 0 to {most}");
        }

        return reader.WholeNumber(key, 0, 0, most);
    }

    public static long Serial(SettingsReader reader)
    {
        if (!reader.Has("serial"))
        {
            reader.Complain("serial", "must be said: one more than the last that you signed");
        }

        return reader.WholeNumber("serial", 1, 1, int.MaxValue);
    }

    public static PlateReading Plates(SettingsReader reader) => reader.Choice("plates", "none", "none", "statistics", "comparison") switch
    {
        "statistics" => PlateReading.Statistics,
        "comparison" => PlateReading.Comparison,
        _ => PlateReading.None,
    };

    public static string Show(PlateReading plates) => plates switch
    {
        PlateReading.Statistics => "statistics",
        PlateReading.Comparison => "comparison",
        _ => "none",
    };

    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static void Write(Utf8JsonWriter writer, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(key);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
