using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>
/// Reads the fields of one JSON object. Keys that nobody asks for are passed over; a key that stands twice is refused.
/// </summary>
internal sealed class JsonFields
{
    private const int Deepest = 8;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Deepest };

    private readonly JsonElement _object;

    private JsonFields(JsonElement element, string what) =>
        _object = element.ValueKind == JsonValueKind.Object ? element : throw new FormatException($"{what} is no object");

    /// <summary>Reads a whole payload.</summary>
    public static T Record<T>(ReadOnlyMemory<byte> payload, Func<JsonFields, T> read)
    {
        using JsonDocument document = JsonDocument.Parse(payload, Strict);
        return read(new JsonFields(document.RootElement, "the payload"));
    }

    public bool Has(string key) => _object.TryGetProperty(key, out _);

    public string Text(string key) => Of(key, JsonValueKind.String).GetString()!;

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public bool Boolean(string key) => Of(key).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FormatException($"{key} is neither true nor false"),
    };

    public int Number(string key) => Of(key, JsonValueKind.Number).TryGetInt32(out int number)
        ? number
        : throw new FormatException($"{key} is no whole number");

    public long LongNumber(string key) => Of(key, JsonValueKind.Number).TryGetInt64(out long number)
        ? number
        : throw new FormatException($"{key} is no whole number");

    public int? OptionalNumber(string key) => Has(key) ? Number(key) : null;

    public uint Number32(string key) => Of(key, JsonValueKind.Number).TryGetUInt32(out uint number)
        ? number
        : throw new FormatException($"{key} is no whole number within 0..4294967295");

    public JsonFields Object(string key) => new(Of(key, JsonValueKind.Object), key);

    public IEnumerable<JsonFields> Objects(string key) =>
        Of(key, JsonValueKind.Array).EnumerateArray().Select(element => new JsonFields(element, $"an item of {key}"));

    public Boot Boot() => Vigie.Contract.Boot.TryParse(Text("boot"), out Boot boot)
        ? boot
        : throw new FormatException("boot is not COUNTER-NONCE, as in 17-9f3c2a71");

    public Identity Identity() => new(Boot(), Number32("sequence"), Has("previous") ? Number32("previous") : null);

    public DateTimeOffset Time(string key = "time") => WireTime.TryRead(Text(key), out DateTimeOffset time)
        ? time
        : throw new FormatException($"{key} is not of the form 2026-01-31T23:59:59.999Z");

    public WireEncoding Encoding() => Text("encoding") switch
    {
        "cbor" => WireEncoding.Cbor,
        "json" => WireEncoding.Json,
        string other => throw new FormatException($"encoding {other} is not known to this version"),
    };

    /// <summary>A box in the unit square; it is rounded to per mille.</summary>
    public BoxPerMille? OptionalBox(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        int[] edges = [.. Of(key, JsonValueKind.Array).EnumerateArray().Select(PerMille)];
        return edges.Length == 4
            ? new BoxPerMille(edges[0], edges[1], edges[2], edges[3])
            : throw new FormatException($"{key} is not of 4 numbers");
    }

    private static int PerMille(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double part) && part is >= 0 and <= 1
            ? (int)Math.Round(part * BoxPerMille.Whole, MidpointRounding.AwayFromZero)
            : throw new FormatException("box is not of numbers from 0 to 1");

    private JsonElement Of(string key) => _object.TryGetProperty(key, out JsonElement value)
        ? value
        : throw new FormatException($"{key} is missing");

    private JsonElement Of(string key, JsonValueKind kind)
    {
        JsonElement value = Of(key);
        return value.ValueKind == kind ? value : throw new FormatException($"{key} is no {kind}");
    }
}
