using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// Whether a device is connected. It goes out retained on <c>vigie/1/SITE/DEVICE/status</c>: as birth when the device connects,
/// as last will, which the broker publishes when the connection dies, and before an orderly end. It has no sequence: it is the
/// present, not a thing that happened.
/// </summary>
public sealed record StatusRecord
{
    /// <summary>A payload longer than this is no status record, in either encoding.</summary>
    public const int MaximumBytes = 2048;

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 256;

    /// <summary>True while connected.</summary>
    public required bool Online { get; init; }

    /// <summary>The run of the software that says so.</summary>
    public required Boot Boot { get; init; }

    /// <summary>Version of the software, 1 to 64 characters.</summary>
    public required string Software { get; init; }

    /// <summary>How this device encodes its records.</summary>
    public required WireEncoding Encoding { get; init; }

    /// <summary>
    /// Why, for people: "connection lost", "nobody subscribes: 12 events wait". None where there is nothing to say.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Topics.IsName(Software) => "software version is not 1 to 64 characters without control characters",
        _ when !Enum.IsDefined(Encoding) => $"encoding {(int)Encoding} is not known to this version",
        _ when Reason is not null && !Topics.IsText(Reason, LongestReason) =>
            $"reason is not 1 to {LongestReason} characters without control characters",
        _ => null,
    };

    /// <summary>The payload, encoded as <see cref="Encoding"/> says: the same record gives the same bytes, always.</summary>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode()
    {
        Payload.ThrowIf(Problem, nameof(StatusRecord));
        return Encoding == WireEncoding.Cbor ? StatusCbor.Encode(this) : StatusJson.Encode(this);
    }

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says.</param>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> payload,
        WireEncoding encoding,
        [NotNullWhen(true)] out StatusRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, StatusCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, StatusJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem ?? Payload.Mismatch(record.Encoding, encoding), out problem);
    }
}
