using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// What an operator asks of one box, once: the payload of a COSE_Sign1 message (RFC 9052) on <c>vigie/1/SITE/DEVICE/command</c>. It is bound to the box, to a
/// counter that must be higher than the last one of the same key, and to a time after which it is nothing. Unlike records of a box it is
/// closed: a key that a box does not know might restrict what the others ask, so it is refused.
/// </summary>
public sealed record CommandRecord
{
    /// <summary>A signed message longer than this is no command: a box does not look at it.</summary>
    public const int MaximumBytes = 2048;

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 200;

    /// <summary>The largest counter: the largest whole number that every JSON reader keeps exact, 2^53 - 1.</summary>
    public const long MaximumCounter = (1L << 53) - 1;

    /// <summary>The longest name of a box: site and device as in topics, and a slash.</summary>
    public const int LongestBox = (2 * Topics.LongestName) + 1;

    /// <summary>How far ahead of the box's time a command may expire: what nobody sent for longer than this is not sent at all.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromHours(1);

    /// <summary>What is asked.</summary>
    public required CommandAction Action { get; init; }

    /// <summary>Whom it is for: <c>SITE/DEVICE</c>.</summary>
    public required string Box { get; init; }

    /// <summary>Higher than in any command that this key signed for this box before: 1 to 2^53 - 1. Milliseconds since 1970 do.</summary>
    public required long Counter { get; init; }

    /// <summary>From when on it is nothing: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Expires
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>Why, for the journal: 1 to 200 characters; none where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Enum.IsDefined(Action) => $"action {(int)Action} is not known to this version",
        _ when !Topics.IsText(Box, LongestBox) => $"box is not 1 to {LongestBox} characters without control characters",
        _ when Counter is < 1 or > MaximumCounter => $"counter is not within 1..{MaximumCounter}",
        _ when !WireTime.IsValid(Expires) => "expiry is not within 1970..9999",
        _ when Reason is not null && !Topics.IsText(Reason, LongestReason) => $"reason is not 1 to {LongestReason} characters without control characters",
        _ => null,
    };

    /// <summary>What is signed: the message's payload in deterministic CBOR.</summary>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] EncodeBody()
    {
        Payload.ThrowIf(Problem, nameof(CommandRecord));
        return CommandCbor.Encode(this);
    }

    /// <summary>Reads what was signed: the payload of a message whose signature was verified.</summary>
    /// <param name="body">The payload.</param>
    /// <param name="record">What it asks.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecodeBody(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out CommandRecord? record, out string problem) =>
        Payload.TryRead(body, MaximumBytes, CommandCbor.Decode, out record, out problem) && Payload.IsSound(record!.Problem, out problem);
}
