using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Records to test with: one of each by hand, and generators over everything that the contract permits.</summary>
internal static class Samples
{
    public static Boot Boot { get; } = new(17, 0x9f3c2a71);

    public static DateTimeOffset Moment { get; } = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    /// <summary>What a street gives: second event on its topic.</summary>
    public static EventRecord Start { get; } = new()
    {
        Identity = new(Boot, 42, 40),
        Context = 1,
        Camera = 1,
        Kind = EventKind.Intrusion,
        Phase = EventPhase.Start,
        Signal = 42,
        Time = Moment,
        Class = 1,
        Confidence = 87,
        Zone = 2,
        Box = new(412, 300, 60, 180),
        Flags = EventMarks.Laboratory,
    };

    public static EventRecord End { get; } = Start with
    {
        Identity = new(Boot, 45, 42),
        Phase = EventPhase.End,
        Time = Moment.AddSeconds(12.3),
        Confidence = 91,
        Class = null,
        Box = null,
    };

    /// <summary>Somebody has turned the camera.</summary>
    public static EventRecord Tamper { get; } = new()
    {
        Identity = new(Boot, 46, null),
        Context = 1,
        Camera = 1,
        Kind = EventKind.Tamper,
        Phase = EventPhase.Start,
        Signal = 46,
        Time = Moment.AddSeconds(20),
        Fault = TamperFault.Moved,
    };

    public static ContextRecord Context { get; } = new()
    {
        Identity = new(Boot, 1, null),
        Number = 1,
        Time = Moment,
        Site = "saint-denis",
        Device = "box-7",
        Software = "0.1.0",
        Model = "street",
        ConfigurationHash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4)),
        MaskHash = new string('a', 64),
        ModelHash = new string('b', 64),
        Cameras = new Dictionary<int, ContextCamera>
        {
            [1] = new("north gate", new Dictionary<int, string> { [1] = "yard", [2] = "ramp" }) { Areas = new Dictionary<int, int> { [1] = 18_450 } },
            [2] = new("quai d'Épinay", new Dictionary<int, string>()),
        },
        Classes = new Dictionary<int, string> { [1] = "person", [3] = "car", [1000] = "tricycle" },
        Link = "https://video.example/{camera}?at={time}",
        Precision = new Dictionary<int, KindPrecision?> { [4] = new(13, 13, 15, "PETS 2009 S2.L1", "street"), [5] = null },
        Encoding = WireEncoding.Cbor,
    };

    public static StatusRecord Birth { get; } = new()
    {
        Online = true,
        Boot = Boot,
        Software = "0.1.0",
        Encoding = WireEncoding.Cbor,
    };

    public static StatusRecord LastWill { get; } = Birth with { Online = false, Reason = "connection lost" };

    public static JournalHeadRecord JournalHead { get; } = new()
    {
        Boot = new(3, 0x5eed0001),
        Box = "saint-denis/box-7",
        Journal = new byte[JournalHeadRecord.JournalBytes],
        Number = 1234,
        Hash = Convert.FromHexString(string.Concat(Enumerable.Repeat("0123456789abcdef", 4))),
        Time = Moment,
        TimeTrusted = true,
        FirstKept = 1,
    };

    private static Gen<WireEncoding> Encodings { get; } = Gen.Bool.Select(json => json ? WireEncoding.Json : WireEncoding.Cbor);

    internal static Gen<DateTimeOffset> Times { get; } = Gen.OneOf(
        Gen.Long[0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()],
        Gen.Long[1_700_000_000_000, 1_900_000_000_000]).Select(DateTimeOffset.FromUnixTimeMilliseconds);

    // Small numbers are as likely as large ones: both ends of every length.
    private static Gen<uint> Numbers { get; } = Gen.OneOf(Gen.UInt[0, 30], Gen.UInt[0, 70_000], Gen.UInt);

    internal static Gen<Identity> Identities { get; } =
        from counter in Numbers
        from nonce in Gen.UInt
        from sequence in Numbers.Select(number => Math.Max(number, 1))
        from distance in Numbers
        let first = distance == 0 || distance >= sequence
        select new Identity(new Boot(counter, nonce), sequence, first ? null : sequence - distance);

    internal static Gen<int> ClassNumbers { get; } = Gen.OneOf(Gen.Int[1, 90], Gen.Int[1000, 65_535]);

    private static Gen<BoxPerMille> Boxes { get; } =
        from left in Gen.Int[0, 1000]
        from top in Gen.Int[0, 1000]
        from width in Gen.Int[0, 1000 - left]
        from height in Gen.Int[0, 1000 - top]
        select new BoxPerMille(left, top, width, height);

    /// <summary>Every event that the contract permits.</summary>
    public static Gen<EventRecord> Events { get; } =
        from identity in Identities
        from context in Gen.Int[1, 65_535]
        from place in Gen.Select(Gen.Int[1, 255], Gen.Int[1, 255].Nullable())
        from phase in Gen.Int[0, identity.Sequence == 1 ? 0 : 2].Select(phase => (EventPhase)phase)
        from signal in Numbers.Select(number => 1 + (number % Math.Max(1, identity.Sequence - 1)))
        from time in Times
        from label in ClassNumbers.Nullable()
        from confidence in Gen.Int[0, 100].Nullable()
        from box in Boxes.Nullable()
        from kind in Gen.Int[0, EventKinds.OfEvents.Count() - 1].Select(index => EventKinds.OfEvents.ElementAt(index))
        from flags in Gen.Int[0, kind == EventKind.Line ? 7 : 3]
        from held in Gen.Int[1, 255].Nullable()
        from count in Gen.Int[0, 255].Nullable()
        from speed in Gen.Int[0, 255].Nullable()
        from fault in Gen.Int[1, 4].Select(number => (TamperFault)number)
        let isTamper = kind == EventKind.Tamper
        select new EventRecord
        {
            Identity = identity,
            Context = context,
            Camera = place.Item1,
            Kind = kind,
            Phase = phase,
            Signal = phase == EventPhase.Start ? identity.Sequence : signal,
            Time = time,
            Class = phase == EventPhase.Start && !EventKinds.Counts(kind) && !isTamper ? label : null,
            Confidence = confidence,
            Zone = isTamper ? null : place.Item2,
            Box = phase == EventPhase.Start && !isTamper ? box : null,
            Count = EventKinds.Counts(kind) ? count : null,
            Held = held,
            Speed = EventKinds.Moves(kind) && held is null ? speed : null,
            Fault = isTamper ? fault : null,
            Flags = (EventMarks)flags,
        };

    private static Gen<string> Names { get; } =
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char[' ', '~'], Gen.Char['à', 'ÿ'], Gen.Char['一', '丿']), 1, 64];

    private static Gen<string> TopicNames { get; } = Gen.String[Gen.Char['a', 'z'], 1, 64];

    private static Gen<string> Hashes { get; } = Gen.Byte.Array[32].Select(Convert.ToHexStringLower);

    private static Gen<ContextCamera> Cameras { get; } =
        Gen.Select(Names, Gen.Dictionary(Gen.Int[1, 255], Names)[0, 5], (name, zones) => new ContextCamera(name, zones)
        {
            Areas = zones.Where(zone => zone.Key % 2 == 0).ToDictionary(zone => zone.Key, zone => 1 + zone.Key * zone.Value.Length),
        });

    private static Gen<KindPrecision> Precisions { get; } =
        from signals in Gen.Int[1, 65_535]
        from right in Gen.Int[0, signals]
        from truth in Gen.Int[0, 65_535]
        from named in Gen.Select(Names, Names)
        select new KindPrecision(right, signals, truth, named.Item1, named.Item2);

    public static Gen<ContextRecord> Contexts { get; } =
        from identity in Identities
        from number in Gen.Int[1, 65_535]
        from time in Times
        from topic in Gen.Select(TopicNames, TopicNames)
        from named in Gen.Select(Names, Names)
        from hashes in Gen.Select(Hashes, Hashes, Hashes, Hashes.Null())
        from cameras in Gen.Dictionary(Gen.Int[1, 255], Cameras)[0, 4]
        from classes in Gen.Dictionary(ClassNumbers, Names)[0, 5]
        from precision in Gen.Dictionary(Gen.Int[1, 255], Precisions.Null())[0, 4]
        from link in Gen.Const("rtsp://10.0.0.1/{camera}/{time}").Null()
        from encoding in Encodings
        select new ContextRecord
        {
            Identity = identity,
            Number = number,
            Time = time,
            Site = topic.Item1,
            Device = topic.Item2,
            Software = named.Item1,
            Model = named.Item2,
            ConfigurationHash = hashes.Item1,
            MaskHash = hashes.Item2,
            ModelHash = hashes.Item3,
            MandateHash = hashes.Item4,
            Cameras = cameras,
            Classes = classes,
            Link = link,
            Precision = precision,
            Encoding = encoding,
        };

    public static Gen<StatusRecord> Statuses { get; } =
        from online in Gen.Bool
        from counter in Numbers
        from nonce in Gen.UInt
        from software in Names
        from reason in Names.Null()
        from encoding in Encodings
        select new StatusRecord
        {
            Online = online,
            Boot = new Boot(counter, nonce),
            Software = software,
            Encoding = encoding,
            Reason = reason,
        };

    public static GapRecord Gap { get; } = new()
    {
        Identity = new(Boot, 90, null),
        Time = Moment,
        Lane = LossLane.Signals,
        Reason = LossReason.DiskCap,
        Count = 12,
        First = new(new Boot(16, 0x01020304), 70, null),
        Last = new(Boot, 8, null),
    };

    public static Gen<GapRecord> Gaps { get; } =
        from identity in Identities
        from time in Times
        from lane in Gen.Int[0, 1]
        from reason in Gen.Int[0, 3]
        from count in Gen.Long[1, GapRecord.MaximumCount]
        from known in Gen.Bool
        from ends in Gen.Select(Identities, Identities)
        select new GapRecord
        {
            Identity = identity,
            Time = time,
            Lane = (LossLane)lane,
            Reason = (LossReason)reason,
            Count = count,
            First = known ? ends.Item1 with { Previous = null } : null,
            Last = known ? ends.Item2 with { Previous = null } : null,
        };

    public static ReceiptRecord Receipt { get; } = new()
    {
        Hub = "control-room",
        Time = Moment,
        Lease = 604_800,
        Runs = [new(new Boot(16, 0x01020304), [new(1, 69), new(71, 400)]), new(Boot, [new(1, 42)])],
    };

    public static Gen<ReceiptRecord> Receipts { get; } =
        from hub in Gen.String[Gen.Char['a', 'z'], 1, 64]
        from time in Times
        from lease in Gen.Int[0, ReceiptRecord.LongestLease]
        from boots in Gen.ULong.Array[0, ReceiptRecord.MostRuns]
        from ranges in Gen.UInt[1, uint.MaxValue].HashSet[4, 2 * ReceiptRecord.MostRanges].Array[ReceiptRecord.MostRuns]
        select new ReceiptRecord
        {
            Hub = hub,
            Time = time,
            Lease = lease,
            Runs = [.. boots.Distinct().Order().Select((boot, run) => new ReceivedRun(Boot.FromNumber(boot), RangesOf(ranges[run])))],
        };

    public static Gen<JournalHeadRecord> JournalHeads { get; } = Gen.Select(
        Gen.Long[1, JournalHeadRecord.MaximumRecordNumber], Times, Gen.Bool, Gen.Byte.Array[32],
        (number, time, trusted, hash) => JournalHead with
        {
            Number = number,
            Time = time,
            TimeTrusted = trusted,
            Hash = hash,
            FirstKept = 1 + (number / 2),
            Journal = hash.AsMemory(0, 16),
        });

    // Pairs of rising numbers with a gap before each.
    private static System.Collections.Immutable.ImmutableArray<SequenceRange> RangesOf(IEnumerable<uint> numbers) =>
    [
        .. numbers.Order().Chunk(2).Where(pair => pair.Length == 2).Select(pair => new SequenceRange(pair[0], pair[1] - 1))
            .Where(range => range.First <= range.Last),
    ];
}
