using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// A hub confirms what it has durably of one box: it goes to the box on <c>vigie/1/SITE/DEVICE/receipt</c>, retained, from a hub and nobody
/// else (the broker's access rules see to that). It says all that the hub has of the latest runs, so the newest one is enough; a box
/// that holds one in force forgets nothing but what it confirms, since a broker's PUBACK is no delivery.
/// </summary>
public sealed record ReceiptRecord
{
    /// <summary>A payload longer than this is no receipt, in either encoding: a box does not look at it.</summary>
    public const int MaximumBytes = 8192;

    /// <summary>Most runs in one.</summary>
    public const int MostRuns = 4;

    /// <summary>Most ranges of a run: the latest ones.</summary>
    public const int MostRanges = 32;

    /// <summary>The longest lease: 30 days.</summary>
    public const int LongestLease = 30 * 24 * 3600;

    /// <summary>The hub's name: 1 to 64 characters.</summary>
    public required string Hub { get; init; }

    /// <summary>When it was written: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>
    /// For how many seconds the box goes by this hub, counted from when the box hears it: 0 to 2,592,000. 0 takes leave: from then on the broker's word is enough.
    /// </summary>
    public required int Lease { get; init; }

    /// <summary>What it has, by run, ascending by boot; none where it has nothing yet.</summary>
    public required ImmutableArray<ReceivedRun> Runs { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Topics.IsName(Hub) => $"name of the hub is not 1 to {Topics.LongestName} characters without control characters",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when Lease is < 0 or > LongestLease => $"lease is not within 0..{LongestLease}",
        _ when Runs.Length > MostRuns => $"{Runs.Length} runs, {MostRuns} at most",
        _ when Runs.Any(run => run.Ranges.Length > MostRanges) => $"a run has more than {MostRanges} ranges",
        _ when Runs.Any(run => !run.IsAscending) => "ranges are not ascending, from 1, with something between them",
        _ when Runs.Zip(Runs.Skip(1)).Any(pair => pair.First.Boot.Number >= pair.Second.Boot.Number) => "runs are not ascending",
        _ => null,
    };

    /// <summary>Whether the hub has a record.</summary>
    public bool Holds(Boot boot, uint sequence)
    {
        foreach (ReceivedRun run in Runs)
        {
            if (run.Boot == boot)
            {
                return run.Holds(sequence);
            }
        }

        return false;
    }

    /// <summary>The payload: the same record gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding)
    {
        Payload.ThrowIf(Problem, nameof(ReceiptRecord));
        byte[] payload = encoding == WireEncoding.Cbor ? ReceiptCbor.Encode(this) : ReceiptJson.Encode(this);
        Payload.ThrowIf(Payload.Excess(payload.Length, MaximumBytes), nameof(ReceiptRecord));
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
        [NotNullWhen(true)] out ReceiptRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, ReceiptCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, ReceiptJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem, out problem);
    }

    /// <inheritdoc/>
    public bool Equals(ReceiptRecord? other) =>
        other is not null && Hub == other.Hub && Time == other.Time && Lease == other.Lease && Runs.SequenceEqual(other.Runs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hub, Time, Lease, Runs.Length);
}
