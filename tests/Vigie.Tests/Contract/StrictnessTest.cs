using System.Text;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>A payload has one form. What is not in it, or breaks the contract, is refused with the reason.</summary>
public sealed class StrictnessTest
{
    // [1, 2, 3], context 1, camera 1, kind 4, time 0: the shortest event there is.
    private const string Shortest = "A5 01 83 01 02 03 02 01 03 01 04 04 07 00";

    [Fact]
    public void The_shortest_event_is_read()
    {
        byte[] payload = Bytes(Shortest);
        Assert.True(EventRecord.TryDecode(payload, WireEncoding.Cbor, out EventRecord record, out string problem), problem);
        Assert.Equal(new Identity(new Boot(1, 2), 3, null), record.Identity);
        Assert.Equal(3u, record.Signal);
        Assert.Equal(EventPhase.Start, record.Phase);
        Assert.Equal(Bytes(Shortest), record.Encode(WireEncoding.Cbor));
    }

    [Theory]
    [InlineData("", "no bytes")]
    [InlineData("A5 01 83 01 02 03 02 01 03 01 04 04 07", "cut off")]
    [InlineData("A5 01 83 01 02 03 02 01 03 01 04 04 07 00 00", "a byte too many")]
    [InlineData("A5 01 83 01 02 18 03 02 01 03 01 04 04 07 00", "3 in two bytes")]
    [InlineData("B8 05 01 83 01 02 03 02 01 03 01 04 04 07 00", "the length 5 in two bytes")]
    [InlineData("BF 01 83 01 02 03 02 01 03 01 04 04 07 00 FF", "an indefinite length")]
    [InlineData("A5 02 01 01 83 01 02 03 03 01 04 04 07 00", "keys out of order")]
    [InlineData("A6 01 83 01 02 03 02 01 02 01 03 01 04 04 07 00", "a key twice")]
    [InlineData("A4 01 83 01 02 03 02 01 03 01 04 04", "no time")]
    [InlineData("A5 01 82 01 02 02 01 03 01 04 04 07 00", "an identity of two")]
    [InlineData("A5 01 84 01 02 03 03 02 01 03 01 04 04 07 00", "a previous of 0")]
    [InlineData("A5 01 84 01 02 03 00 02 01 03 01 04 04 07 00", "a previous that is itself")]
    [InlineData("A5 01 83 01 02 00 02 01 03 01 04 04 07 00", "the sequence 0")]
    [InlineData("A5 01 83 01 02 03 02 00 03 01 04 04 07 00", "the context 0")]
    [InlineData("A5 01 83 01 02 03 02 01 03 19 01 00 04 04 07 00", "the camera 256")]
    [InlineData("A5 01 83 01 02 03 02 01 03 01 04 17 07 00", "a kind that is not known")]
    [InlineData("A5 01 83 01 02 03 02 01 03 01 04 04 07 20", "a time before 1970")]
    [InlineData("A5 01 83 01 02 03 02 01 03 01 04 04 07 1B 00 01 00 00 00 00 00 00", "a time beyond 9999")]
    [InlineData("A5 01 83 01 02 03 02 01 03 01 04 04 07 61 30", "a time that is a text")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 05 00 07 00", "a start that says so")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 06 03 07 00", "a start with a signal number")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 05 02 07 00", "an end without a signal number")]
    [InlineData("A7 01 83 01 02 03 02 01 03 01 04 04 05 02 06 03 07 00", "an end of itself")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 08 18 5B", "the class 91")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 09 18 65", "101 percent")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0B 45 7D0007D400", "a box that stands out")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0B 84 01 01 01 01", "a box that is an array")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0C 01", "an intrusion of a count")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0D 04", "an intrusion with a direction")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0E 00", "nothing held back, said")]
    [InlineData("A8 01 83 01 02 03 02 01 03 01 04 04 05 02 06 01 07 00 08 01", "an end that says the class again")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0D 00", "flags that say nothing")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 61 61 01", "a key that is a text")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 20 01", "a key below 0")]
    [InlineData("A6 00 00 01 83 01 02 03 02 01 03 01 04 04 07 00", "the key 0")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 F9 3C 00", "a floating point number")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 C1 00", "a tag")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 F6", "null")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 62 C3 28", "a text that is not UTF-8")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 5A 7F FF FF FF", "a byte string of two gigabytes")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 9A 7F FF FF FF", "an array of two thousand million")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 81 81 81 81 81 81 81 81 81 00", "nine arrays in each other")]
    public void What_is_not_deterministic_or_not_permitted_is_refused(string hex, string what)
    {
        Assert.False(EventRecord.TryDecode(Bytes(hex), WireEncoding.Cbor, out _, out string problem), what);
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 01")]
    [InlineData("A7 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 20 18 21 82 A1 61 61 F5 43 01 02 03")]
    [InlineData("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 18 20 81 81 81 81 81 81 81 81 00")]
    public void Keys_of_a_later_version_1_are_passed_over(string hex)
    {
        Assert.True(EventRecord.TryDecode(Bytes(hex), WireEncoding.Cbor, out EventRecord record, out string problem), problem);
        Assert.Equal(Bytes(Shortest), record.Encode(WireEncoding.Cbor));
    }

    [Fact]
    public void Flags_of_a_later_version_1_are_passed_over()
    {
        byte[] payload = Bytes("A6 01 83 01 02 03 02 01 03 01 04 04 07 00 0D 0A");
        Assert.True(EventRecord.TryDecode(payload, WireEncoding.Cbor, out EventRecord record, out string problem), problem);
        Assert.Equal(EventMarks.Laboratory, record.Flags);
    }

    [Theory]
    [InlineData("\"sequence\":42", "\"sequence\":42,\"sequence\":42", "sequence")]
    [InlineData("\"sequence\":42", "\"sequence\":\"42\"", "sequence")]
    [InlineData("\"sequence\":42,", "", "sequence is missing")]
    [InlineData("\"sequence\":42", "\"sequence\":4.5", "sequence")]
    [InlineData("17-9f3c2a71", "17-9F3C2A71", "boot")]
    [InlineData("07.890Z", "07.89Z", "time")]
    [InlineData("07.890Z", "07.890+01:00", "time")]
    [InlineData("\"intrusion\"", "\"picnic\"", "kind picnic")]
    [InlineData("\"start\"", "\"Start\"", "phase Start")]
    [InlineData("0.412", "1.412", "box")]
    [InlineData("0.412", "0.99", "box")]
    [InlineData("[0.412,", "[", "box")]
    [InlineData("\"laboratory\":true", "\"laboratory\":1", "laboratory")]
    [InlineData("{", "[{", "")]
    [InlineData("}", "}}", "")]
    [InlineData("}", ",}", "")]
    [InlineData("{", "/* */{", "")]
    public void Broken_json_is_refused_with_its_reason(string part, string other, string reason)
    {
        string json = Encoding.UTF8.GetString(Samples.Start.Encode(WireEncoding.Json, Samples.Context));
        int at = json.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, json);
        byte[] broken = Encoding.UTF8.GetBytes(json[..at] + other + json[(at + part.Length)..]);
        Assert.False(EventRecord.TryDecode(broken, WireEncoding.Json, out _, out string problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_keys_of_a_later_version_1_are_passed_over()
    {
        string json = Encoding.UTF8.GetString(Samples.Start.Encode(WireEncoding.Json));
        byte[] later = Encoding.UTF8.GetBytes(json.Replace("{", "{\"mood\":[{\"x\":null}],", StringComparison.Ordinal));
        Assert.True(EventRecord.TryDecode(later, WireEncoding.Json, out EventRecord record, out string problem), problem);
        Assert.Equal(Samples.Start, record);
    }

    [Fact]
    public void What_breaks_the_contract_is_never_sent()
    {
        Assert.Throws<ArgumentException>(() => (Samples.Start with { Confidence = 101 }).Encode(WireEncoding.Cbor));
        Assert.Throws<ArgumentException>(() => (Samples.Context with { MaskHash = "" }).Encode());
        Assert.Throws<ArgumentException>(() => (Samples.Context with { Site = "a/b" }).Encode());
        Assert.Throws<ArgumentException>(() => (Samples.Context with { Link = "https://video.example/{camera}" }).Encode());
        Assert.Throws<ArgumentException>(() => (Samples.Birth with { Reason = new string('x', 257) }).Encode());
        Assert.Throws<ArgumentException>(() => (Samples.Gap with { Last = null }).Encode(WireEncoding.Json));
    }

    [Fact]
    public void A_record_encodes_as_it_says()
    {
        byte[] json = (Samples.Birth with { Encoding = WireEncoding.Json }).Encode();
        string text = Encoding.UTF8.GetString(json).Replace("\"json\"", "\"cbor\"", StringComparison.Ordinal);
        byte[] lying = Encoding.UTF8.GetBytes(text);
        Assert.False(StatusRecord.TryDecode(lying, WireEncoding.Json, out _, out string problem));
        Assert.Equal("it says application/cbor and is application/json", problem);
    }

    [Fact]
    public void A_payload_has_an_end()
    {
        byte[] payload = new byte[EventRecord.MaximumBytes + 1];
        Assert.False(EventRecord.TryDecode(payload, WireEncoding.Cbor, out _, out string problem));
        Assert.Equal("2049 bytes, 2048 at most", problem);
    }

    /// <summary>The longest names that the contract permits still fit the longest payload.</summary>
    [Fact]
    public void Json_with_the_longest_names_fits()
    {
        string name = new('\u2028', 64);
        ContextRecord context = Samples.Context with
        {
            Cameras = new Dictionary<int, ContextCamera> { [1] = new(name, new Dictionary<int, string> { [2] = name }) },
            Classes = new Dictionary<int, string> { [1] = name },
        };
        Assert.InRange(Samples.Start.Encode(WireEncoding.Json, context).Length, 1000, EventRecord.MaximumBytes);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
