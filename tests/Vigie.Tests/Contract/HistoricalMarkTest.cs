using System.Text;
using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>The mark is put into a payload as the encoder would have, loses nothing, and makes no other record of it.</summary>
public sealed class HistoricalMarkTest
{
    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void A_marked_event_is_what_its_record_with_the_mark_encodes_to(WireEncoding encoding) => Samples.Events.Sample(record =>
    {
        string name = Topics.EventName(record.Kind);
        byte[] plain = record.Encode(encoding, Samples.Context);
        Assert.True(HistoricalMark.TrySet(name, plain, out byte[]? marked));
        Assert.Equal((record with { Flags = record.Flags | EventMarks.Historical }).Encode(encoding, Samples.Context), marked);
        Assert.True(HistoricalMark.TrySet(name, marked, out byte[]? again));
        Assert.Equal(marked, again);
        Assert.True(HistoricalMark.AreSame(name, plain, marked));
        Assert.True(HistoricalMark.TryReadTime(name, marked, out DateTimeOffset time));
        Assert.Equal(record.Time, time);
    });

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void A_marked_count_too(WireEncoding encoding) => CountSamples.Counts.Sample(record =>
    {
        byte[] plain = record.Encode(encoding, Samples.Context);
        Assert.True(HistoricalMark.TrySet("count", plain, out byte[]? marked));
        Assert.Equal((record with { Flags = record.Flags | EventMarks.Historical }).Encode(encoding, Samples.Context), marked);
        Assert.True(HistoricalMark.AreSame("count", marked, plain));
        Assert.True(HistoricalMark.TryReadTime("count", plain, out DateTimeOffset time));
        Assert.InRange(time, record.Time, DateTimeOffset.MaxValue);
    });

    [Fact]
    public void Two_events_are_not_the_same_because_both_can_be_marked() => Gen.Select(Samples.Events, Samples.Events).Sample((one, other) =>
    {
        byte[] first = one.Encode(WireEncoding.Cbor), second = other.Encode(WireEncoding.Cbor);
        bool same = one with { Flags = one.Flags | EventMarks.Historical } == other with { Flags = other.Flags | EventMarks.Historical };
        Assert.Equal(same, HistoricalMark.AreSame("event/intrusion", first, second));
    });

    [Fact]
    public void What_a_later_version_added_stays()
    {
        // Key 17, an array, behind the flags; and, in JSON, a member.
        byte[] cbor = [(byte)(Samples.Start.Encode(WireEncoding.Cbor)[0] + 1), .. Samples.Start.Encode(WireEncoding.Cbor)[1..], 0x11, 0x82, 0x01, 0x02];
        Assert.True(HistoricalMark.TrySet("event/intrusion", cbor, out byte[]? marked));
        Assert.Equal(cbor.Length, marked.Length);
        Assert.Equal(cbor[^4..], marked[^4..]);
        Assert.True(EventRecord.TryDecode(marked, WireEncoding.Cbor, out EventRecord record, out string problem), problem);
        Assert.Equal(EventMarks.Historical | EventMarks.Laboratory, record.Flags);

        byte[] json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Samples.End.Encode(WireEncoding.Json)).Replace("{", "{\"mood\":[{\"x\":1}],", StringComparison.Ordinal));
        Assert.True(HistoricalMark.TrySet("event/intrusion", json, out marked));
        Assert.Contains("\"mood\":[{\"x\":1}]", Encoding.UTF8.GetString(marked), StringComparison.Ordinal);
        Assert.Contains("\"historical\":true,\"laboratory\":true", Encoding.UTF8.GetString(marked), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gap")]
    [InlineData("context")]
    [InlineData("clock")]
    [InlineData("journal")]
    [InlineData("event/")]
    public void Nothing_else_is_touched(string name)
    {
        Assert.False(HistoricalMark.TrySet(name, Samples.Gap.Encode(WireEncoding.Cbor), out _));
        if (name != "event/")
        {
            Assert.False(HistoricalMark.TrySet(name, Samples.Start.Encode(WireEncoding.Cbor), out _));
        }

        Assert.False(HistoricalMark.TrySet(name, "{"u8.ToArray(), out _));
        Assert.False(HistoricalMark.TrySet(name, Array.Empty<byte>(), out _));
        Assert.False(HistoricalMark.TryReadTime(name, Samples.Context.Encode(), out _));
    }

    [Fact]
    public void An_event_that_would_become_too_long_goes_without()
    {
        string name = new('\u2028', 64);
        ContextRecord context = Samples.Context with
        {
            Cameras = new Dictionary<int, ContextCamera> { [1] = new(name, new Dictionary<int, string> { [2] = name }) },
            Classes = new Dictionary<int, string> { [1] = name },
        };
        string json = Encoding.UTF8.GetString(Samples.Start.Encode(WireEncoding.Json, context));
        byte[] longest = Encoding.UTF8.GetBytes(json.Replace("{", $"{{\"mood\":\"{new string('x', EventRecord.MaximumBytes - Encoding.UTF8.GetByteCount(json) - 10)}\",", StringComparison.Ordinal));
        Assert.Equal(EventRecord.MaximumBytes, longest.Length);
        Assert.True(EventRecord.TryDecode(longest, WireEncoding.Json, out _, out string problem), problem);
        Assert.False(HistoricalMark.TrySet("event/intrusion", longest, out _));
    }

    [Fact]
    public void Whatever_bytes_come_it_answers() => Gen.Select(Gen.Byte.Array[0, 96], Gen.OneOf(Gen.Const("event/intrusion"), Gen.Const("count"), Gen.Const("gap"))).Sample((payload, name) =>
    {
        bool set = HistoricalMark.TrySet(name, payload, out byte[]? marked);
        Assert.Equal(set, marked is not null);
    });
}
