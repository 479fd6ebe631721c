using Vigie.Contract.Codec;

namespace Vigie.Contract;

/// <summary>
/// One event, as it goes out on <c>vigie/1/SITE/DEVICE/event/KIND</c>. Start, update and end of one signal share the signal's
/// number; what and where is said once, in the start. Numbers of cameras, zones and classes have their names in the <see cref="ContextRecord"/> of the same device, boot and
/// context number, which goes out before the first event that uses it.
/// </summary>
public readonly record struct EventRecord
{
    /// <summary>A payload longer than this is no event, in either encoding.</summary>
    public const int MaximumBytes = 2048;

    /// <summary>The largest number of a camera or zone.</summary>
    public const int MaximumPlaceNumber = 255;

    /// <summary>The largest count, and the largest number held back: it stands for itself and all above.</summary>
    public const int MaximumCount = 255;

    /// <summary>The largest context number and class number.</summary>
    public const int MaximumNumber = 65_535;

    /// <summary>Which record this is.</summary>
    public required Identity Identity { get; init; }

    /// <summary>Number of the context record that explains it, 1 to 65,535, counted anew in each boot.</summary>
    public required int Context { get; init; }

    /// <summary>Camera number, 1 to 255.</summary>
    public required int Camera { get; init; }

    /// <summary>What happened.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>Where in the signal's life.</summary>
    public required EventPhase Phase { get; init; }

    /// <summary>Signal number: the sequence of the signal's start event, so in a start its own.</summary>
    public required uint Signal { get; init; }

    /// <summary>When it happened: UTC, whole milliseconds (parts of one are dropped), from 1970.</summary>
    public required DateTimeOffset Time
    {
        get;
        init => field = WireTime.Floor(value);
    }

    /// <summary>
    /// The house's class number: COCO's category 1 to 90, or a label of our own from 1000 to 65,535. Only in a start, and none where
    /// no single object is meant.
    /// </summary>
    public int? Class { get; init; }

    /// <summary>How sure the detector is, in percent, 0 to 100.</summary>
    public int? Confidence { get; init; }

    /// <summary>Number of the zone or line, 1 to 255, counted per camera.</summary>
    public int? Zone { get; init; }

    /// <summary>Where it was when it began: only in a start.</summary>
    public BoxPerMille? Box { get; init; }

    /// <summary>How many; in an end, the most there were. 0 to 255 (or more), for kinds that count (<see cref="EventKinds.Counts"/>).</summary>
    public int? Count { get; init; }

    /// <summary>Signals of the same rule that a rate limit held back since its last event: 1 to 255 (or more).</summary>
    public int? Held { get; init; }

    /// <summary>
    /// How fast, in km/h, of kinds that move (<see cref="EventKinds.Moves"/>); in an end, the fastest: 0 to 255 (or more). None where the camera has
    /// no ground plane, or where <see cref="Held"/> is said.
    /// </summary>
    public int? Speed { get; init; }

    /// <summary>What is wrong with the camera: of kind <see cref="EventKind.Tamper"/>, and in each of its events.</summary>
    public TamperFault? Fault { get; init; }

    /// <summary>Marks.</summary>
    public EventMarks Flags { get; init; }

    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    public string? Problem => true switch
    {
        _ when !Identity.IsValid => "sequence is 0, or previous is not below it",
        _ when Context is < 1 or > MaximumNumber => "context is not within 1..65535",
        _ when Camera is < 1 or > MaximumPlaceNumber => "camera is not within 1..255",
        _ when !Enum.IsDefined(Kind) => $"kind {(int)Kind} is not known to this version",
        _ when Kind == EventKind.Count => "counts are records of their own",
        _ when !Enum.IsDefined(Phase) => $"phase {(int)Phase} is not known to this version",
        _ when Phase == EventPhase.Start && Signal != Identity.Sequence => "signal of a start is not its own sequence",
        _ when Phase != EventPhase.Start && Signal >= Identity.Sequence => "signal of an update or end is not below its sequence",
        _ when Signal == 0 => "signal is 0",
        _ when !WireTime.IsValid(Time) => "time is not within 1970..9999",
        _ when Class is int number && !IsClass(number) => "class is not within 1..90 or 1000..65535",
        _ when Confidence is < 0 or > 100 => "confidence is not within 0..100",
        _ when Zone is < 1 or > MaximumPlaceNumber => "zone is not within 1..255",
        _ when Box is { IsValid: false } => "box does not lie in the frame",
        _ when Count is < 0 or > MaximumCount => "count is not within 0..255",
        _ when Held is < 1 or > MaximumCount => "held is not within 1..255",
        _ when Speed is < 0 or > MaximumCount => "speed is not within 0..255",
        _ when Fault is { } fault && !Enum.IsDefined(fault) => $"fault {(int)fault} is not known to this version",
        _ when (Flags & ~KnownMarks) != 0 => "flags are not known to this version",
        _ => ProblemOfShape,
    };

    internal const EventMarks KnownMarks = EventMarks.Historical | EventMarks.Laboratory | EventMarks.Outward;

    // What keeps every event within 64 bytes: nothing is said twice, and what is counted has no class.
    private string? ProblemOfShape => true switch
    {
        _ when !EventKinds.Counts(Kind) && Count is not null => $"{EventKinds.Name(Kind)} is of one object and has no count",
        _ when EventKinds.Counts(Kind) && Class is not null => $"{EventKinds.Name(Kind)} is of many and has no class",
        _ when !EventKinds.Moves(Kind) && Speed is not null => $"{EventKinds.Name(Kind)} has no speed",
        _ when (Speed, Held) is (not null, not null) => "speed and held do not stand in one event",
        _ when Phase != EventPhase.Start && (Class ?? Box?.Left) is not null => "an update or end repeats what its start said",
        _ when (Kind == EventKind.Tamper) != Fault is not null => "a tamper says which fault it is, and nothing else has one",
        _ when Kind == EventKind.Tamper && (Class ?? Zone ?? Box?.Left) is not null => "tamper is of the whole camera and has no class, zone or box",
        _ when Kind != EventKind.Line && Flags.HasFlag(EventMarks.Outward) => $"{EventKinds.Name(Kind)} has no direction",
        _ => null,
    };

    internal static bool IsClass(int number) => number is (>= 1 and <= 90) or (>= 1000 and <= MaximumNumber);

    /// <summary>The payload of an event: the same event gives the same bytes, always.</summary>
    /// <param name="encoding">CBOR or JSON.</param>
    /// <param name="names">The context that the event refers to: gives JSON its names for people, which CBOR has not.</param>
    /// <exception cref="ArgumentException">The event breaks the contract.</exception>
    public byte[] Encode(WireEncoding encoding, ContextRecord? names = null)
    {
        Payload.ThrowIf(Problem, nameof(EventRecord));
        byte[] payload = encoding == WireEncoding.Cbor ? EventCbor.Encode(this) : EventJson.Encode(this, names);
        Payload.ThrowIf(Payload.Excess(payload.Length, MaximumBytes), nameof(EventRecord));
        return payload;
    }

    /// <summary>Reads a payload. Keys that this version does not know are passed over.</summary>
    /// <param name="payload">What came from the broker.</param>
    /// <param name="encoding">What the content type says.</param>
    /// <param name="record">The event.</param>
    /// <param name="problem">Why it is none: half a sentence; empty where it is one.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, WireEncoding encoding, out EventRecord record, out string problem)
    {
        bool read = encoding == WireEncoding.Cbor
            ? Payload.TryRead(payload, MaximumBytes, EventCbor.Decode, out record, out problem)
            : Payload.TryRead(payload, MaximumBytes, EventJson.Decode, out record, out problem);
        return read && Payload.IsSound(record.Problem, out problem);
    }
}
