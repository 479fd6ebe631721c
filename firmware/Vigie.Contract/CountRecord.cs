using System.Diagnostics.CodeAnalysis;
using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// How many there were in one interval of the clock, by class. It goes out on <c>vigie/1/SITE/DEVICE/count</c>. Anonymous: no number of it is
/// of fewer than <see cref="Floor"/>, and none is the difference of others that are.
/// </summary>
public sealed record CountRecord
{
    /// <summary>A payload longer than this is no count, in either encoding.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>The smallest floor: of two, each would know the other.</summary>
    public const int LeastFloor = 3;

    /// <summary>The largest floor.</summary>
    public const int MostFloor = 1000;

    /// <summary>The longest interval, seconds.</summary>
    public const int LongestSeconds = 3600;

    internal const EventMarks KnownMarks = EventMarks.Historical | EventMarks.Laboratory;

    /// <summary>Which record this is.</summary>
    public required Identity Identity { get; init; }

    /// <summary>Number of the context record that explains it, 1 to 65,535.</summary>
    public required int Context { get; init; }

    /// <summary>Camera number, 1 to 255.</summary>
    public required int Camera { get; init; }

    /// <summary>Number of the zone or line, 1 to 255, counted per camera.</summary>
    public required int Zone { get; init; }

    /// <summary>When the interval began: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>How long the interval is: 1 to 3600 seconds.</summary>
    public required int Seconds { get; init; }

    /// <summary>For how much of it somebody looked: seconds.</summary>
    public required int Watched { get; init; }

    /// <summary>No number here is of fewer: 3 to 1000.</summary>
    public required int Floor { get; init; }

    /// <summary>Counts by class number; a class of which too few came is not among them.</summary>
    public required IReadOnlyDictionary<int, ClassCounts> Classes { get; init; }

    /// <summary>Marks.</summary>
    public EventMarks Flags { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Identity.IsValid => "sequence is 0, or previous is not below it",
        _ when Context is < 1 or > EventRecord.MaximumNumber => "context is not within 1..65535",
        _ when Camera is < 1 or > EventRecord.MaximumPlaceNumber => "camera is not within 1..255",
        _ when Zone is < 1 or > EventRecord.MaximumPlaceNumber => "zone is not within 1..255",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when Seconds is < 1 or > LongestSeconds => "seconds are not within 1..3600",
        _ when Watched < 0 || Watched > Seconds => "more was watched than there was",
        _ when Floor is < LeastFloor or > MostFloor => "floor is not within 3..1000",
        _ when (Flags & ~KnownMarks) != 0 => "flags are not those of a count",
        _ => Classes.Select(counts => EventRecord.IsClass(counts.Key)
            ? counts.Value.ProblemWith(Floor)
            : $"class number {counts.Key} is not within 1..90 or 1000..65535").FirstOrDefault(problem => problem is not null),
    };

    /// <summary>The payload: the same record gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <param name="names">The context that it refers to: gives JSON its names for people.</param>
    /// <exception cref="ArgumentException">The record breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding, ContextRecord? names = null)
    {
        Payload.ThrowIf(Problem, nameof(CountRecord));
        byte[] payload = encoding == WireEncoding.Cbor ? CountCbor.Encode(this) : CountJson.Encode(this, names);
        Payload.ThrowIf(Payload.Excess(payload.Length, MaximumBytes), nameof(CountRecord));
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
        [NotNullWhen(true)] out CountRecord? record,
        out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, CountCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, CountJson.Decode, out record, out problem);
        return read && Payload.IsSound(record!.Problem, out problem);
    }
}
