namespace Vigie.Contract;

/// <summary>The MQTT 5 content types, which tell a subscriber how to read a payload.</summary>
public static class ContentTypes
{
    /// <summary>Of <see cref="WireEncoding.Cbor"/> (RFC 8949).</summary>
    public const string Cbor = "application/cbor";

    /// <summary>Of <see cref="WireEncoding.Json"/> (RFC 8259).</summary>
    public const string Json = "application/json";

    /// <summary>Of a signed head of the journal (RFC 9052, section 2).</summary>
    public const string Cose = "application/cose; cose-type=\"cose-sign1\"";

    /// <summary>The content type of an encoding.</summary>
    public static string Of(WireEncoding encoding) => encoding switch
    {
        WireEncoding.Cbor => Cbor,
        WireEncoding.Json => Json,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "neither CBOR nor JSON"),
    };

    /// <summary>
    /// The encoding of a content type. Where there is none (MQTT 3.1.1 has no such property) the first byte tells: a JSON object
    /// begins with <c>{</c>, 0x7B, and no record of ours in CBOR does.
    /// </summary>
    public static bool TryGetEncoding(string? contentType, ReadOnlySpan<byte> payload, out WireEncoding encoding)
    {
        encoding = contentType switch
        {
            Cbor => WireEncoding.Cbor,
            Json => WireEncoding.Json,
            _ => payload.Length > 0 && payload[0] == (byte)'{' ? WireEncoding.Json : WireEncoding.Cbor,
        };
        return contentType is Cbor or Json or null or "";
    }
}
