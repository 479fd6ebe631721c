using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// What became of a command or a revocation that came from the broker: it goes out on <c>vigie/1/SITE/DEVICE/result</c>, once, to whoever listens, and is kept
/// nowhere: what was done stands in the journal. Of what no trusted key has signed nothing is said here.
/// </summary>
public sealed record ResultRecord
{
    /// <summary>A payload longer than this is no result, in either encoding.</summary>
    public const int MaximumBytes = 61_440;

    /// <summary>The longest words, in characters.</summary>
    public const int LongestWords = 500;

    /// <summary>The longest health record, in characters; of a longer one nothing is sent.</summary>
    public const int LongestHealth = 32_768;

    /// <summary>SHA-256 of what was signed, 64 hexadecimal digits: the name of the command or revocation that this is about.</summary>
    public required string Document { get; init; }

    /// <summary>When: UTC, whole milliseconds, by the box's clock.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>Whether it was done; else it was refused, and nothing changed.</summary>
    public required bool Done { get; init; }

    /// <summary>What was asked; null for a revocation, and for what cannot be read.</summary>
    public CommandAction? Action { get; init; }

    /// <summary>The command's counter; null for a revocation, and for what cannot be read.</summary>
    public long? Counter { get; init; }

    /// <summary>For people: what was done, or why not; 1 to 500 characters. None where there is nothing to say.</summary>
    public string? Words { get; init; }

    /// <summary>The health record in JSON, as <c>vigie status --json</c> prints it; only after <see cref="CommandAction.Status"/>.</summary>
    public string? Health { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !ResultCbor.IsHash(Document) => "document is not of 64 hexadecimal digits in lower case",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when Action is { } action && !Enum.IsDefined(action) => $"action {(int)action} is not known to this version",
        _ when Counter is < 1 or > CommandRecord.MaximumCounter => $"counter is not within 1..{CommandRecord.MaximumCounter}",
        _ when Words is not null && !Topics.IsText(Words, LongestWords) => $"words are not 1 to {LongestWords} characters without control characters",
        _ when Health is not null && !Topics.IsText(Health, LongestHealth) => $"health is not 1 to {LongestHealth} characters without control characters",
        _ => null,
    };

    /// <summary>The payload: the same record gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding)
    {
        Payload.ThrowIf(Problem, nameof(ResultRecord));
        byte[] payload = encoding == WireEncoding.Cbor ? ResultCbor.Encode(this) : ResultJson.Encode(this);
        Payload.ThrowIf(Payload.Excess(payload.Length, MaximumBytes), nameof(ResultRecord));
        return payload;
    }

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says, or the first byte.</param>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> payload,
        WireEncoding encoding,
        [NotNullWhen(true)] out ResultRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, ResultCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, ResultJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem, out problem);
    }
}
