using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// The head of a box's journal: up to which record it has been written, and that record's hash, by which all before it are fixed. It goes out
/// on <c>vigie/1/SITE/DEVICE/journal</c>, retained, as a COSE_Sign1 message (RFC 9052) that the box's own key signed. Who keeps it is
/// a witness: from then on the box cannot change, reorder or drop a record up to that number unnoticed.
/// </summary>
public sealed record JournalHeadRecord
{
    /// <summary>A message longer than this is no head.</summary>
    public const int MaximumBytes = 1024;

    /// <summary>Bytes of a journal's identifier.</summary>
    public const int JournalBytes = 16;

    /// <summary>Bytes of a hash: SHA-256.</summary>
    public const int HashBytes = 32;

    /// <summary>The largest number: the largest whole number that every JSON reader keeps exact, 2^53 - 1.</summary>
    public const long MaximumRecordNumber = (1L << 53) - 1;

    /// <summary>The longest name of a box: site and device as in topics, and a slash.</summary>
    public const int LongestBox = (2 * Topics.LongestName) + 1;

    /// <summary>The journal's boot: counted and drawn by the journal itself, so that a restored disk shows.</summary>
    public required Boot Boot { get; init; }

    /// <summary>Site and device: <c>SITE/DEVICE</c>.</summary>
    public required string Box { get; init; }

    /// <summary>The journal's identifier, drawn when it was begun: 16 bytes.</summary>
    public required ReadOnlyMemory<byte> Journal { get; init; }

    /// <summary>Number of the record that it signs, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>SHA-256 of that record's bytes, which hold the hash of the record before it: 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>When it was signed, by the box's clock: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>Whether the box could trust that clock.</summary>
    public required bool TimeTrusted { get; init; }

    /// <summary>Number of the oldest record that the box still keeps: those before it fell to retention.</summary>
    public required long FirstKept { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Topics.IsText(Box, LongestBox) => $"box is not 1 to {LongestBox} characters without control characters",
        _ when Journal.Length != JournalBytes => $"journal is not of {JournalBytes} bytes",
        _ when Number is < 1 or > MaximumRecordNumber => "number is not within 1..9007199254740991",
        _ when Hash.Length != HashBytes => $"hash is not of {HashBytes} bytes",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when FirstKept < 1 || FirstKept > Number => "the oldest kept record is not within 1..number",
        _ => null,
    };

    /// <summary>What the box signs: the message's payload in deterministic CBOR.</summary>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] EncodeBody()
    {
        Payload.ThrowIf(Problem, nameof(JournalHeadRecord));
        return JournalHeadCbor.Encode(this);
    }

    /// <summary>Reads what was signed: the payload of a message whose signature was verified. Keys that this version does not know are passed over.</summary>
    public static bool TryDecodeBody(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JournalHeadRecord? record, out string problem) =>
        Payload.TryRead(body, MaximumBytes, JournalHeadCbor.Decode, out record, out problem)
        && Payload.IsSound(record!.Problem, out problem);

    /// <summary>
    /// Reads a message as it came from the broker WITHOUT checking its signature: to show it, or to file it. Whoever relies on it checks
    /// the signature with the box's public key (<c>edgectl journal verify</c>).
    /// </summary>
    /// <param name="message">The COSE_Sign1 message.</param>
    /// <param name="record">What it says.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecodeUnverified(
        ReadOnlyMemory<byte> message, [NotNullWhen(true)] out JournalHeadRecord? record, out string problem)
    {
        record = null;
        return Payload.TryRead(message, MaximumBytes, JournalHeadCbor.BodyOf, out byte[]? body, out problem)
            && TryDecodeBody(body, out record, out problem);
    }

    /// <summary>Whether two heads say the same of the same record.</summary>
    public bool AgreesWith(JournalHeadRecord other) =>
        Number == other.Number && Journal.Span.SequenceEqual(other.Journal.Span) && Hash.Span.SequenceEqual(other.Hash.Span);
}
