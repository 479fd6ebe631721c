using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// What a rule would have sent in its shadow time, told once when that is over: how often, at which hours, where in the picture. It goes out on
/// <c>vigie/1/SITE/DEVICE/shadow</c>. Nobody in it can be told from another, and no number of it but 0 is of fewer than
/// <see cref="Floor"/>, nor is the difference of others that are.
/// </summary>
public sealed record ShadowRecord
{
    /// <summary>A payload longer than this is no shadow record, in either encoding.</summary>
    public const int MaximumBytes = 32 * 1024;

    /// <summary>The longest name of a rule, in characters.</summary>
    public const int LongestRule = 160;

    /// <summary>The largest floor.</summary>
    public const int MostFloor = 1000;

    /// <summary>The longest shadow time: 30 days, seconds.</summary>
    public const int LongestWatch = 30 * 24 * 3600;

    /// <summary>Hours of a day.</summary>
    public const int HoursOfDay = 24;

    /// <summary>The most parts of the picture in either direction.</summary>
    public const int MostParts = 16;

    /// <summary>Which record this is.</summary>
    public required Identity Identity { get; init; }

    /// <summary>Number of the context record that explains it, 1 to 65,535.</summary>
    public required int Context { get; init; }

    /// <summary>Camera number, 1 to 255.</summary>
    public required int Camera { get; init; }

    /// <summary>Kind of the rule: one of those that events are of.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>Number of the rule's zone or line, 1 to 255; null where it has none.</summary>
    public int? Zone { get; init; }

    /// <summary>What the rule is called: its name, or its kind and place. 1 to 160 characters.</summary>
    public required string Rule { get; init; }

    /// <summary>When it was told: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>For how long the rule had watched: seconds, up to 30 days.</summary>
    public required int Watched { get; init; }

    /// <summary>No number here but 0 is of fewer: 1 to 1000.</summary>
    public required int Floor { get; init; }

    /// <summary>Signals that it would have sent: 0, or from the floor; null: from 1 to below the floor.</summary>
    public int? Signals { get; init; }

    /// <summary>Further ones that its limit would have held back: 0, or from the floor; null: from 1 to below the floor.</summary>
    public int? Held { get; init; }

    /// <summary>Of the signals, by hour of the day on the place's clock, ascending; of an hour that is not here fewer are told, or none came.</summary>
    public ImmutableArray<ShadowHour> Hours { get; init; } = [];

    /// <summary>Parts of the picture side by side, 1 to 16.</summary>
    public required int Columns { get; init; }

    /// <summary>Parts of the picture one above the other, 1 to 16.</summary>
    public required int Rows { get; init; }

    /// <summary>Of the signals, by where they stood, by rows from the top and then from the left; as with hours.</summary>
    public ImmutableArray<ShadowCell> Cells { get; init; } = [];

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Identity.IsValid => "sequence is 0, or previous is not below it",
        _ when Context is < 1 or > EventRecord.MaximumNumber => "context is not within 1..65535",
        _ when Camera is < 1 or > EventRecord.MaximumPlaceNumber => "camera is not within 1..255",
        _ when !EventKinds.OfEvents.Contains(Kind) => $"kind {(int)Kind} is none of events",
        _ when Zone is < 1 or > EventRecord.MaximumPlaceNumber => "zone is not within 1..255",
        _ when !Topics.IsText(Rule, LongestRule) => $"rule is not 1 to {LongestRule} characters without control characters",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when Watched is < 0 or > LongestWatch => "watched is not within 0..2592000",
        _ when Floor is < 1 or > MostFloor => "floor is not within 1..1000",
        _ when IsBad(Signals) || IsBad(Held) => $"a number is neither 0 nor from {Floor}",
        _ when Columns is < 1 or > MostParts || Rows is < 1 or > MostParts => "the grid is not of 1..16 by 1..16 parts",
        _ when Hours.Any(part => part.Hour is < 0 or >= HoursOfDay) || !Rise(Hours.Select(part => part.Hour)) => "hours are not within 0..23, ascending",
        _ when Cells.Any(part => part.Column < 0 || part.Column >= Columns || part.Row < 0 || part.Row >= Rows)
            || !Rise(Cells.Select(part => part.Row * MostParts + part.Column)) => "cells are not within the grid, ascending",
        _ => ProblemWith("hours", Hours.Select(part => part.Count)) ?? ProblemWith("cells", Cells.Select(part => part.Count)),
    };

    /// <summary>The payload: the same record gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <param name="names">The context that it refers to: gives JSON its names for people.</param>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding, ContextRecord? names = null)
    {
        Payload.ThrowIf(Problem, nameof(ShadowRecord));
        byte[] payload = encoding == WireEncoding.Cbor ? ShadowCbor.Encode(this) : ShadowJson.Encode(this, names);
        Payload.ThrowIf(Payload.Excess(payload.Length, MaximumBytes), nameof(ShadowRecord));
        return payload;
    }

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says.</param>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> payload,
        WireEncoding encoding,
        [NotNullWhen(true)] out ShadowRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, ShadowCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, ShadowJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem, out problem);
    }

    private bool IsBad(int? number) => number is int known && known != 0 && known < Floor;

    private static bool Rise(IEnumerable<int> numbers) => numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);

    // What is not told of the whole must itself be of nobody, or of enough: else it would follow from the rest.
    private string? ProblemWith(string what, IEnumerable<int> counts)
    {
        long sum = counts.Sum(count => (long)count);
        return true switch
        {
            _ when counts.Any(count => count < Floor) => $"a count of the {what} is below {Floor}",
            _ when counts.Any() && Signals is null => $"{what} are told, and the whole is not",
            _ when counts.Any() && (sum > Signals || (Signals - sum) is > 0 and long rest && rest < Floor) =>
                $"{what} are more than the whole, or leave fewer than {Floor} of it",
            _ => null,
        };
    }
}
