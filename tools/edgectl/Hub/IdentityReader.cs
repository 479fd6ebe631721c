using System.Formats.Cbor;
using System.Text.Json;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// Reads which record a payload is, and nothing else of it: key 1 in CBOR; <c>boot</c>, <c>sequence</c> and <c>previous</c> in JSON. So a hub can
/// keep what a later version adds.
/// </summary>
internal static class IdentityReader
{
    public static bool TryRead(ReadOnlyMemory<byte> payload, WireEncoding encoding, out Identity identity)
    {
        identity = default;
        try
        {
            Identity? found = encoding == WireEncoding.Cbor ? OfCbor(payload) : OfJson(payload);
            identity = found ?? default;
            return found is { Sequence: > 0 } known && (known.Previous is not uint previous || previous < known.Sequence);
        }
        catch (Exception error) when (error is CborContentException or JsonException or InvalidOperationException or OverflowException or FormatException)
        {
            return false;
        }
    }

    // Keys stand in rising order, so the first one is 1.
    private static Identity? OfCbor(ReadOnlyMemory<byte> payload)
    {
        CborReader reader = new(payload, CborConformanceMode.Lax);
        if (reader.PeekState() != CborReaderState.StartMap)
        {
            return null;
        }

        reader.ReadStartMap();
        if (reader.ReadUInt32() != 1 || reader.ReadStartArray() is not (3 or 4))
        {
            return null;
        }

        Boot boot = new(reader.ReadUInt32(), reader.ReadUInt32());
        uint sequence = reader.ReadUInt32();
        uint? previous = reader.PeekState() == CborReaderState.EndArray ? null : checked(sequence - reader.ReadUInt32());
        return new Identity(boot, sequence, previous);
    }

    private static Identity? OfJson(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        JsonElement root = document.RootElement;
        return root.TryGetProperty("boot", out JsonElement text) && Boot.TryParse(text.GetString() ?? "", out Boot boot)
            && Number(root, "sequence") is uint sequence
            ? new Identity(boot, sequence, Number(root, "previous"))
            : null;
    }

    private static uint? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetUInt32() : null;
}
