using CsCheck;
using Vigie.Contract;
using Vigie.Tests.House;

namespace Vigie.Tests.Contract.Cddl;

/// <summary><c>vigie.cddl</c> describes the very bytes, and nothing else.</summary>
public sealed class CddlTest
{
    private static readonly CddlSchema Schema = new(SourceTree.Text("firmware/Vigie.Contract/vigie.cddl"));

    private static readonly Gen<(string Rule, byte[] Payload)> Records = Gen.OneOf(
        Samples.Events.Select(record => ("event", record.Encode(WireEncoding.Cbor))),
        Samples.Contexts.Select(record => ("context", (record with { Encoding = WireEncoding.Cbor }).Encode())),
        Samples.Statuses.Select(record => ("status", (record with { Encoding = WireEncoding.Cbor }).Encode())),
        Samples.Gaps.Select(record => ("gap", record.Encode(WireEncoding.Cbor))),
        CountSamples.Counts.Select(record => ("count", record.Encode(WireEncoding.Cbor))),
        ShadowSamples.Shadows.Select(record => ("shadow", record.Encode(WireEncoding.Cbor))),
        ClockSamples.Clocks.Select(record => ("clock", record.Encode(WireEncoding.Cbor))),
        Samples.Receipts.Select(record => ("receipt", record.Encode(WireEncoding.Cbor))),
        RemoteSamples.Results.Select(record => ("result", record.Encode(WireEncoding.Cbor))),
        Samples.JournalHeads.Select(record => ("journal", record.EncodeBody())));

    // What has no later version 1: a command.
    private static readonly Gen<(string Rule, byte[] Payload)> Closed = RemoteSamples.Commands.Select(record => ("command", record.EncodeBody()));

    private static readonly Gen<(string Rule, byte[] Payload)> All = Gen.OneOf(Records, Closed);

    [Fact]
    public void Every_record_is_as_described() =>
        All.Sample(record => Assert.True(Schema.Permits(record.Rule, record.Payload), Convert.ToHexString(record.Payload)));

    /// <summary>A value of another type, a required key taken out, a key that nobody may use: each is refused by file and decoder.</summary>
    [Fact]
    public void What_is_changed_is_not() => Gen.Select(All, Gen.Int[0, 100], Gen.Int[0, 3]).Sample((record, at, way) =>
    {
        var map = (List<(object Key, object Value)>)CborTree.Read(record.Payload);
        int index = at % map.Count;
        switch (way)
        {
            case 0:
                map[index] = (map[index].Key, -1L);
                break;
            case 1:
                map[index] = (map[index].Key, map[index].Value is string ? "" : "text");
                break;
            case 2:
                map.Insert(0, (0UL, 1UL));
                break;
            case 3 when !IsOptional(record.Rule, (ulong)map[index].Key):
                map.RemoveAt(index);
                break;
            default:
                return;
        }

        byte[] payload = CborTree.Write(map);
        Assert.False(Schema.Permits(record.Rule, payload), Convert.ToHexString(payload));
        Assert.False(Decodes(record.Rule, payload), Convert.ToHexString(payload));
    });

    /// <summary>What the decoder reads, the file permits: it is never stricter than the code.</summary>
    [Fact]
    public void What_the_decoder_reads_is_described() =>
        Gen.Select(All, Gen.Int[0, 1000], Gen.Byte).Sample(iter: 20_000, assert: (record, at, value) =>
        {
            byte[] payload = [.. record.Payload];
            payload[at % payload.Length] = value;
            if (Decodes(record.Rule, payload))
            {
                Assert.True(Schema.Permits(record.Rule, payload), $"{record.Rule} {Convert.ToHexString(payload)}");
            }
        });

    [Fact]
    public void A_later_version_1_passes() => Records.Sample(record =>
    {
        var map = (List<(object Key, object Value)>)CborTree.Read(record.Payload);
        map.Add((1000UL, new List<object> { "text", new List<(object, object)> { (-1L, true) }, new byte[] { 1 } }));
        byte[] payload = CborTree.Write(map);
        Assert.True(Schema.Permits(record.Rule, payload), Convert.ToHexString(payload));
        Assert.True(Decodes(record.Rule, payload));
    });

    [Fact]
    public void A_later_command_does_not() => Closed.Sample(record =>
    {
        var map = (List<(object Key, object Value)>)CborTree.Read(record.Payload);
        map.Add((6UL, 1UL));
        byte[] payload = CborTree.Write(map);
        Assert.False(Schema.Permits(record.Rule, payload), Convert.ToHexString(payload));
        Assert.False(Decodes(record.Rule, payload));
    });

    [Theory]
    [InlineData("event", typeof(EventKey))]
    [InlineData("context", typeof(ContextKey))]
    [InlineData("status", typeof(StatusKey))]
    [InlineData("count", typeof(CountKey))]
    [InlineData("gap", typeof(GapKey))]
    [InlineData("clock", typeof(ClockKey))]
    [InlineData("receipt", typeof(ReceiptKey))]
    [InlineData("command", typeof(CommandKey))]
    [InlineData("result", typeof(ResultKey))]
    [InlineData("journal", typeof(JournalHeadKey))]
    public void Keys_are_those_of_the_code(string rule, Type keys) =>
        Assert.Equal(
            Enum.GetValuesAsUnderlyingType(keys).Cast<int>(),
            Keys(((CddlNode.Map)Schema.Rules[rule]).Entries).Select(key => (int)key));

    [Theory]
    [InlineData("a = int")]
    [InlineData("a = 1...5")]
    [InlineData("a = tstr .regexp \"x\"")]
    [InlineData("a = #6.1(uint)")]
    [InlineData("a = { 1 => uint }")]
    [InlineData("a = { + uint => uint }")]
    [InlineData("a = b")]
    public void What_the_checker_does_not_know_is_no_pass(string text) =>
        Assert.Throws<FormatException>(() => new CddlSchema(text).Permits("a", Convert.FromHexString("01")));

    [Theory]
    [InlineData("a = { 1: uint, ? 2: tstr, * 3..9 => bool }", "A1 01 00", true)]
    [InlineData("a = { 1: uint, ? 2: tstr, * 3..9 => bool }", "A3 01 00 02 60 03 F5", true)]
    [InlineData("a = { 1: uint, ? 2: tstr, * 3..9 => bool }", "A2 01 00 02 00", false)]
    [InlineData("a = { 1: uint, ? 2: tstr, * 3..9 => bool }", "A2 01 00 0A F5", false)]
    [InlineData("a = { 1: uint, ? 2: tstr, * 3..9 => bool }", "A2 01 00 01 00", false)]
    [InlineData("a = { ? (1: uint, 2: uint) }", "A1 01 00", false)]
    [InlineData("a = { ? (1: uint, 2: uint) }", "A2 01 00 02 00", true)]
    [InlineData("a = [uint, ? tstr]", "81 00", true)]
    [InlineData("a = [uint, ? tstr]", "82 00 00", false)]
    [InlineData("a = [* b] b = 1 / 3..4", "83 01 03 04", true)]
    [InlineData("a = [* b] b = 1 / 3..4", "82 01 02", false)]
    [InlineData("a = bstr .size 2", "42 00 00", true)]
    [InlineData("a = tstr .size (1..2)", "60", false)]
    public void The_checker_itself_tells_right_from_wrong(string text, string hex, bool right) => Assert.Equal(
        right, new CddlSchema(text).Permits("a", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    private static bool Decodes(string rule, byte[] payload) => rule switch
    {
        "event" => EventRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "context" => ContextRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "status" => StatusRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "count" => CountRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "shadow" => ShadowRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "clock" => ClockRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "receipt" => ReceiptRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "command" => CommandRecord.TryDecodeBody(payload, out _, out _),
        "result" => ResultRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
        "journal" => JournalHeadRecord.TryDecodeBody(payload, out _, out _),
        _ => GapRecord.TryDecode(payload, WireEncoding.Cbor, out _, out _),
    };

    private static bool IsOptional(string rule, ulong key) => ((CddlNode.Map)Schema.Rules[rule]).Entries
        .Any(entry => entry.Occurrence == '?' && Keys([entry]).SequenceEqual([key]));

    private static IEnumerable<ulong> Keys(IEnumerable<CddlNode.Entry> entries) => entries.SelectMany(entry => entry switch
    {
        { Key: CddlNode.Number number } => [number.Value],
        { Value: CddlNode.Group group } => Keys(group.Entries),
        _ => Enumerable.Empty<ulong>(),
    });
}
