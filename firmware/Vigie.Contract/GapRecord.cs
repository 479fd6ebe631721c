using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// Says that records of this device will never arrive: the box gave them up. It goes out on <c>vigie/1/SITE/DEVICE/gap</c>,
/// numbered and delivered like an event.
/// </summary>
public sealed record GapRecord
{
    /// <summary>A payload longer than this is no gap record, in either encoding.</summary>
    public const int MaximumBytes = 1024;

    /// <summary>The largest count: the largest whole number that every JSON reader keeps exact, 2^53 - 1.</summary>
    public const long MaximumCount = (1L << 53) - 1;

    /// <summary>Which record this is.</summary>
    public required Identity Identity { get; init; }

    /// <summary>When the loss was noticed: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>What the lost records were worth.</summary>
    public required LossLane Lane { get; init; }

    /// <summary>Why they were given up.</summary>
    public required LossReason Reason { get; init; }

    /// <summary>How many, from 1.</summary>
    public required long Count { get; init; }

    /// <summary>All lost records lie from this boot and sequence …; it has no previous. None where damage hides it.</summary>
    public Identity? First { get; init; }

    /// <summary>… to this one, both included. None where damage hides it.</summary>
    public Identity? Last { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Identity.IsValid => "sequence is 0, or previous is not below it",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when !Enum.IsDefined(Lane) => $"lane {(int)Lane} is not known to this version",
        _ when !Enum.IsDefined(Reason) => $"reason {(int)Reason} is not known to this version",
        _ when Count is < 1 or > MaximumCount => "count is not within 1..9007199254740991",
        _ when First is null != Last is null => "first and last are not both there",
        _ when First is { IsValid: false } or { Previous: not null } => "first is not a boot and a sequence from 1",
        _ when Last is { IsValid: false } or { Previous: not null } => "last is not a boot and a sequence from 1",
        _ => null,
    };

    /// <summary>The payload: the same record gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding)
    {
        Payload.ThrowIf(Problem, nameof(GapRecord));
        return encoding == WireEncoding.Cbor ? GapCbor.Encode(this) : GapJson.Encode(this);
    }

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says.</param>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> payload,
        WireEncoding encoding,
        [NotNullWhen(true)] out GapRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, GapCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, GapJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem, out problem);
    }
}
