using Vigie.Contract;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary><c>edgectl hub</c> as a process between a real Mosquitto and a box's own outbox and postman.</summary>
public sealed class HubProcessTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_again_and_again_it_has_everything_once_and_the_box_has_forgotten_it()
    {
        const int Events = 150;
        int kills = Thorough.Times(5, 20);
        await using HubTown town = new();
        await town.Broker.StartAsync();
        await town.StartHubAsync();
        await using PostmanBench box = town.StartBox();
        await town.IntroduceAsync(box);
        for (int i = 0; i < kills; i++)
        {
            await town.AppendAsync(box, Events);
            // At another point each time: before, within and after what it takes to write them.
            await Task.Delay(Random.Shared.Next(100), Cancel);
            await town.KillHubAsync();
            await town.StartHubAsync();
        }

        await HubTown.DeliveredAsync(box);
        town.ExpectAll();
        await town.StopHubAsync();
        Assert.Contains($"0 missing; 0 within what boxes say they gave up; {(kills * Events) + 1} records held", await town.AskAsync(0, "missing"), StringComparison.Ordinal);
        Assert.Contains("0 alarms; 0 messages kept aside", await town.AskAsync(0, "alarms"), StringComparison.Ordinal);
        Assert.Equal((kills * Events) + 1, (await town.AskAsync(0, "export")).Split('\n').Length);
    }

    [Fact]
    public async Task While_it_is_away_the_box_keeps_what_the_broker_took()
    {
        await using HubTown town = new();
        await town.Broker.StartAsync();
        await town.StartHubAsync();
        await using PostmanBench box = town.StartBox();
        await town.IntroduceAsync(box);
        Running ended = await town.StopHubAsync();
        Assert.Contains(ended.Lines, line => line.EndsWith("the leases go on", StringComparison.Ordinal));

        await town.AppendAsync(box, 50);
        await Eventually.IsTrueAsync(() => box.Postman.Status.Unconfirmed == 50, "the broker should have them");
        // A broker that loses all it acknowledged changes nothing.
        Assert.Equal(50, box.Postman.Status.Waiting);
        await town.StartHubAsync();
        await HubTown.DeliveredAsync(box);
        town.ExpectAll();
    }

    [Fact]
    public async Task A_box_that_was_away_for_long_is_confirmed_bit_by_bit()
    {
        await using HubTown town = new();
        await town.Broker.StartAsync();
        await town.StartHubAsync();
        await using (PostmanBench first = town.StartBox())
        {
            await town.IntroduceAsync(first);
        }

        town.Broker.Kill();
        // More runs than a receipt names, each in more islands than a receipt names: journal heads take numbers too.
        for (int boots = 0; boots < 6; boots++)
        {
            await using PostmanBench away = town.StartBox();
            await town.AppendAsync(away, 60, holes: 1);
        }

        await town.Broker.StartAsync();
        await town.Hub.LineAsync("connected as room", 2);
        await using PostmanBench box = town.StartBox();
        await town.AppendAsync(box, 1);
        await HubTown.DeliveredAsync(box);
        town.ExpectAll();
        Assert.Contains("0 missing", await town.AskAsync(0, "missing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_from_an_old_copy_is_seen_what_the_box_forgot_is_missing_and_nothing_else_is_claimed()
    {
        await using HubTown town = new();
        await town.Broker.StartAsync();
        await town.StartHubAsync();
        await using PostmanBench box = town.StartBox();
        await town.IntroduceAsync(box);
        await town.StopHubAsync();
        string copy = town.Database + ".copy";
        File.Copy(town.Database, copy);
        await town.StartHubAsync();
        await town.AppendAsync(box, 20);
        await HubTown.DeliveredAsync(box);
        await town.StopHubAsync();

        (Boot Boot, uint Sequence)[] forgotten = [.. town.Appended[^20..]];
        File.Delete(town.Database + "-wal");
        File.Delete(town.Database + "-shm");
        File.Copy(copy, town.Database, overwrite: true);
        Running hub = await town.StartHubAsync();
        Assert.Contains("this hub confirmed 20 records that its database does not hold", await hub.LineAsync("ALARM town/box-1: database-old"), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => !town.KeptReceiptAsync().GetAwaiter().GetResult().Holds(forgotten[0].Boot, forgotten[0].Sequence), "the old receipt should be replaced");

        await town.AppendAsync(box, 5);
        await HubTown.DeliveredAsync(box);
        ReceiptRecord receipt = await town.KeptReceiptAsync();
        Assert.All(forgotten, record => Assert.False(receipt.Holds(record.Boot, record.Sequence)));
        town.ExpectAll(forgotten);
        string missing = await town.AskAsync(5, "missing");
        Assert.Contains($"MISSING  town/box-1  boot {forgotten[0].Boot}: 2 to 21 (20), confirmed by this hub", missing, StringComparison.Ordinal);
        Assert.Contains("20 missing", missing, StringComparison.Ordinal);
        Assert.Contains("1 alarms", await town.AskAsync(5, "alarms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_lets_boxes_go_by_the_brokers_word_and_loses_nothing()
    {
        await using HubTown town = new();
        await town.Broker.StartAsync();
        await town.StartHubAsync();
        await using PostmanBench box = town.StartBox();
        await town.IntroduceAsync(box);
        Assert.Contains("another hub has it", await town.AskAsync(4, "leave", "--broker", town.Url, "--name", "room"), StringComparison.Ordinal);
        await town.StopHubAsync();
        // In the broker's session, and not with the hub yet.
        await town.AppendAsync(box, 7);
        await Eventually.IsTrueAsync(() => box.Postman.Status.Unconfirmed == 7, "the broker should have them");

        Assert.Contains("Left 1 box", await town.AskAsync(0, "leave", "--broker", town.Url, "--name", "room"), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => box.Postman.Status is { Hub: null, Waiting: 0 }, "the box should go by the broker's word");
        town.ExpectAll();
    }

    [Fact]
    public async Task A_broker_that_refuses_receipts_is_told_of_and_records_are_kept_all_the_same()
    {
        await using HubTown town = new("topic write vigie/1/town/box-1/event/#\ntopic write vigie/1/town/box-1/status\ntopic read vigie/1/#");
        await town.Broker.StartAsync();
        Running hub = await town.StartHubAsync();
        await using PostmanBench box = town.StartBox();
        await town.AppendAsync(box, 3);
        Assert.Contains("NotAuthorized", await hub.LineAsync("boxes do not hear this hub"), StringComparison.Ordinal);
        await HubTown.DeliveredAsync(box);
        await Eventually.IsTrueAsync(
            () =>
            {
                using HubDatabase database = HubDatabase.OpenForReading(town.Database);
                return database.Number("SELECT count(*) FROM record") == 3;
            },
            "the hub should have them");
    }

    [Theory]
    [InlineData(3, "no broker answers", "--broker", "mqtt://127.0.0.1:PORT")]
    [InlineData(2, "ftp://x: is no broker", "--broker", "ftp://x")]
    [InlineData(2, "--name: name of the hub has one of the characters", "--name", "a/b")]
    [InlineData(2, "--pace: 1 is no duration from 100ms to 1h", "--pace", "1")]
    [InlineData(2, "--lease: 31d is no duration from 1s to 30d", "--lease", "31d")]
    [InlineData(2, "ends before the next heartbeat", "--lease", "30s")]
    [InlineData(2, "--mqtt: 4 is no version", "--mqtt", "4")]
    [InlineData(2, "is a folder", "--db", "/tmp")]
    [InlineData(3, "its folder is not there", "--db", "/nowhere/hub.db")]
    public async Task What_cannot_be_is_a_fault_with_its_remedy(int code, string says, params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("vigie-hub-").FullName;
        string[] asked = [.. arguments.Select(part => part.Replace("PORT", $"{Running.FreePort()}", StringComparison.Ordinal))];
        string[] database = arguments[0] == "--db" ? [] : ["--db", Path.Combine(folder, "hub.db")];
        await using (Running hub = Running.Edgectl(["hub", .. database, .. asked]))
        {
            Assert.Equal(code, await hub.EndAsync());
            Assert.Contains(says, hub.Lines[^1], StringComparison.Ordinal);
            Assert.DoesNotContain(hub.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }
}
