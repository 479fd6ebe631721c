using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// Says how far the box's clock can be believed, and by how much it was set. It goes out on <c>vigie/1/SITE/DEVICE/clock</c>, numbered like an
/// event and retained: at the start of each boot, when the clock is set, and when it is more or less certain than was said.
/// Times in records of the same boot with lower numbers are by the clock as it went before: <see cref="ClockBook"/> corrects them.
/// </summary>
public sealed record ClockRecord
{
    /// <summary>A payload longer than this is no clock record, in either encoding.</summary>
    public const int MaximumBytes = 1024;

    /// <summary>The largest uncertainty: a day, in milliseconds.</summary>
    public const int MaximumUncertainty = 86_400_000;

    /// <summary>Which record this is.</summary>
    public required Identity Identity { get; init; }

    /// <summary>When it was said, by the clock as it goes from here on: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>The same moment by the clock as it went before. None where it was not set.</summary>
    public DateTimeOffset? Was
    {
        get;
        init => field = value is { } time ? WireTime.Floor(time) : null;
    }

    /// <summary>How far the clock may be from UTC, either way, from here until the next such record: 1 to 86,400,000 ms. None: nobody vouches for it.</summary>
    public int? Uncertainty { get; init; }

    /// <summary>What is to be added to times that were stamped before, in the same boot.</summary>
    public TimeSpan Step => Was is { } was ? Time - was : TimeSpan.Zero;

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Identity.IsValid => "sequence is 0, or previous is not below it",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when Was is { } was && !WireTime.IsValid(was) => "was is not within 1970..9999",
        _ when Uncertainty is < 1 or > MaximumUncertainty => "uncertainty is not within 1..86400000",
        _ => null,
    };

    /// <summary>The payload: the same record gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding)
    {
        Payload.ThrowIf(Problem, nameof(ClockRecord));
        return encoding == WireEncoding.Cbor ? ClockCbor.Encode(this) : ClockJson.Encode(this);
    }

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says.</param>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> payload,
        WireEncoding encoding,
        [NotNullWhen(true)] out ClockRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, ClockCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, ClockJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem, out problem);
    }
}
