using System.Text;
using System.Threading.Channels;
using Vigie.Contract;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>What becomes of messages, good and bad, and of a disk that is full.</summary>
public sealed class HubStoreTest : IDisposable
{
    private static readonly Boot First = new(1, 7);

    private readonly HubBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_record_is_kept_once_by_device_boot_nonce_and_sequence()
    {
        HubMessage one = HubBench.Event(First, 1);
        Stored stored = _bench.Take(one, one, HubBench.Event(First with { Nonce = 8 }, 1), HubBench.Event(new Boot(2, 7), 1));
        Assert.Equal((3, 1), (stored.New, stored.Repeated));
        stored = _bench.Take(one, one with { Topic = one.Topic.Replace("box-7", "box-8", StringComparison.Ordinal) });
        Assert.Equal((1, 1), (stored.New, stored.Repeated));
        Assert.Equal(4, Count("record"));
        // A counter that comes twice is a disk that was put back.
        Assert.Contains("boot-repeated: boot 1-00000008 came, and 1-00000007 before", Assert.Single(_bench.Alarms), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_records_of_one_name_are_an_alarm_and_the_first_stays()
    {
        _bench.Take(HubBench.Event(First, 1));
        byte[] other = (Samples.Start with { Identity = new(First, 1, null), Signal = 1, Confidence = 3 }).Encode(WireEncoding.Cbor);
        Assert.Contains("record-conflict", Assert.Single(_bench.Take(HubBench.Message("event/intrusion", other)).Alarms), StringComparison.Ordinal);
        Assert.Equal((1, 1), (Count("record"), Count("aside")));
        Assert.True(Assert.Single(_bench.Book.TakeDue()).Receipt.Holds(First, 1));
    }

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void A_record_that_comes_again_as_historical_is_the_same(WireEncoding encoding)
    {
        EventRecord record = Samples.Start with { Identity = new(First, 1, null), Signal = 1 };
        byte[] late = (record with { Flags = record.Flags | EventMarks.Historical }).Encode(encoding);
        Stored stored = _bench.Take(HubBench.Message("event/intrusion", record.Encode(encoding)), HubBench.Message("event/intrusion", late));
        Assert.Equal((1, 1), (stored.New, stored.Repeated));
        Assert.Empty(_bench.Alarms);
        Assert.Equal(0, Count("aside"));
    }

    [Fact]
    public void What_was_stamped_before_the_clock_was_set_is_exported_with_its_time_corrected()
    {
        ClockRecord first = new() { Identity = new(First, 1, null), Time = Samples.Moment };
        ClockRecord set = new() { Identity = new(First, 5, 1), Time = Samples.Moment.AddHours(2), Was = Samples.Moment, Uncertainty = 2_000 };
        _bench.Take(
            HubBench.Message("clock", first.Encode(WireEncoding.Cbor)), HubBench.Event(First, 2), HubBench.Message("clock", set.Encode(WireEncoding.Json)),
            HubBench.Event(First, 6, 2), HubBench.Event(new Boot(2, 7), 2));
        string[] lines = [.. new HubExport(_bench.Database).Lines()];

        Assert.Contains("\"topic\":\"clock\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"corrected\":\"2026-03-04T07:06:07.890Z\",\"uncertainty\":2000,\"record\":{\"boot\":\"1-00000007\",\"sequence\":2,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"was\":\"2026-03-04T05:06:07.890Z\"", lines[2], StringComparison.Ordinal);
        Assert.All(lines[3..], line => Assert.DoesNotContain("corrected", line, StringComparison.Ordinal));
        Assert.Contains("\"uncertainty\":2000", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain("uncertainty", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void What_this_version_does_not_understand_is_kept_and_confirmed_or_it_would_block_its_box()
    {
        // {1: [1, 7, 5, 2], 99: "later"} on a topic of later; an event that breaks the contract; JSON.
        byte[] later = [0xA2, 0x01, 0x84, 0x01, 0x07, 0x05, 0x02, 0x18, 0x63, 0x65, .. "later"u8];
        byte[] zone = (Samples.Start with { Identity = new(First, 6, null), Signal = 6 }).Encode(WireEncoding.Cbor);
        byte[] json = Encoding.UTF8.GetBytes("""{"boot":"1-00000007","sequence":8,"previous":3,"novel":true}""");
        _bench.Take(HubBench.Message("novelty", later), HubBench.Message("event/fall", zone), HubBench.Message("count", json));
        Assert.Equal(
            ["5|3|novelty|no record of this version has this topic", "6||event/fall|it is of kind intrusion, which is not its topic's"],
            _bench.Database.Read("SELECT sequence || '|' || coalesce(previous, '') || '|' || topic || '|' || problem FROM record WHERE sequence < 8 ORDER BY 1", row => row.GetString(0)));
        Assert.NotNull(_bench.Database.Read("SELECT problem FROM record WHERE sequence = 8", row => row.GetString(0))[0]);
        Assert.True(Assert.Single(_bench.Book.TakeDue()).Receipt.Holds(First, 5));
        Assert.Contains(new HubExport(_bench.Database).Lines(), line => line.Contains("\"payload\":\"" + Convert.ToBase64String(later), StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_rule_would_have_said_is_kept_and_exported()
    {
        ShadowRecord shadow = ShadowSamples.Shadow with { Identity = new(First, 2, null) };
        _bench.Take(
            HubBench.Message("context", (Samples.Context with { Identity = new(First, 1, null) }).Encode()),
            HubBench.Message("shadow", shadow.Encode(WireEncoding.Cbor)));
        Assert.Equal(["shadow|"], _bench.Database.Read("SELECT topic || '|' || coalesce(problem, '') FROM record WHERE sequence = 2", row => row.GetString(0)));
        string line = Assert.Single(new HubExport(_bench.Database).Lines(), line => line.Contains("ramp at night", StringComparison.Ordinal));
        Assert.Contains("\"camera\":\"north gate\"", line, StringComparison.Ordinal);
        Assert.Contains("\"hours\":[{\"hour\":7,\"count\":9}", line, StringComparison.Ordinal);
        Assert.True(Assert.Single(_bench.Book.TakeDue()).Receipt.Holds(First, 2));
    }

    [Theory]
    [InlineData("vigie/1/saint-denis/box-7/event/intrusion", "hello")]
    [InlineData("vigie/1/saint-denis/box-7/event/intrusion", "{\"boot\":\"x\",\"sequence\":1}")]
    [InlineData("vigie/1/saint-denis/box-7/event/intrusion", "{\"boot\":7}")]
    [InlineData("vigie/1/saint-denis/box-7/status", "{}")]
    [InlineData("vigie/1/saint-denis/box-7/journal", "{}")]
    [InlineData("vigie/1/saint-denis/box-7/receipt", "{}")]
    [InlineData("vigie/2/saint-denis/box-7/status", "{}")]
    [InlineData("vigie/1/box-7", "")]
    public void What_is_nothing_of_the_contract_is_put_aside_and_counted(string topic, string payload)
    {
        Stored stored = _bench.Take(HubBench.Message("", Encoding.UTF8.GetBytes(payload)) with { Topic = topic });
        Assert.Equal((1, 0), (stored.Aside, Count("record")));
        Assert.Equal(1, Count("aside"));
    }

    [Fact]
    public void A_payload_without_end_is_put_aside_cut_short()
    {
        byte[] large = new byte[HubReader.LongestPayload + 1];
        _bench.Take(HubBench.Message("context", large));
        Assert.Equal([(262_145L, 4096L)], _bench.Database.Read("SELECT length, length(payload) FROM aside", row => (row.GetInt64(0), row.GetInt64(1))));
    }

    [Fact]
    public void Of_status_each_change_is_kept_of_health_the_latest()
    {
        HubMessage birth = HubBench.Message("status", Samples.Birth.Encode());
        HubMessage will = HubBench.Message("status", Samples.LastWill.Encode());
        _bench.Take(birth, birth, will, birth);
        Assert.Equal(3, Count("state"));
        _bench.Take(HubBench.Message("health", [0xA1, 0x01, 0x01]), HubBench.Message("health", [0xA1, 0x01, 0x02]));
        Assert.Equal(["A10102"], _bench.Database.Read("SELECT hex(payload) FROM state WHERE topic = 'health'", row => row.GetString(0)));
    }

    [Fact]
    public async Task A_full_disk_stops_the_acknowledgements_and_room_brings_them()
    {
        List<string> said = [];
        int acknowledged = 0, before = -1;
        // On the writer's own thread, between two tries: nobody else may use its connection.
        HubWriter writer = new(_bench.Options, _bench.Store, _bench.Book, Say, TimeProvider.System);
        Channel<HubMessage> arrivals = Channel.CreateUnbounded<HubMessage>();
        for (uint sequence = 1; sequence <= 5_000; sequence++)
        {
            arrivals.Writer.TryWrite(HubBench.Event(First, sequence) with { Acknowledge = () => Task.FromResult(Interlocked.Increment(ref acknowledged)) });
        }

        arrivals.Writer.Complete();
        _bench.Database.Number($"PRAGMA max_page_count = {_bench.Database.Number("PRAGMA page_count") + 60}");
        await writer.RunAsync(arrivals.Reader, Cancel);

        Assert.Equal(2, said.Count);
        Assert.Contains("cannot be written", said[0], StringComparison.Ordinal);
        Assert.Contains("goes on", said[1], StringComparison.Ordinal);
        Assert.InRange(before, 1, 4_999);
        Assert.Equal((5_000, 5_000), (acknowledged, Count("record")));

        void Say(string line)
        {
            said.Add(line);
            if (said.Count == 1)
            {
                before = acknowledged;
                Assert.Equal(before, Count("record"));
                Assert.Equal((uint)before, Assert.Single(_bench.Book.TakeDue()).Receipt.Runs[0].Ranges[0].Last);
                _bench.Database.Number("PRAGMA max_page_count = 100000");
            }
        }
    }

    [Fact]
    public void A_batch_is_written_whole_or_not_at_all()
    {
        _bench.Database.Number($"PRAGMA max_page_count = {_bench.Database.Number("PRAGMA page_count")}");
        HubItem[] batch = [.. Enumerable.Range(1, 2_000).Select(sequence => HubReader.Read(HubBench.Event(First, (uint)sequence)))];
        Assert.Equal(13, Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => _bench.Store.Commit(batch)).SqliteErrorCode);
        Assert.Equal((0, 0), (Count("record"), Count("device")));
        _bench.Database.Number("PRAGMA max_page_count = 100000");
        Assert.Equal(2_000, _bench.Store.Commit(batch).New);
    }

    private long Count(string table) => _bench.Database.Number($"SELECT count(*) FROM {table}");
}
