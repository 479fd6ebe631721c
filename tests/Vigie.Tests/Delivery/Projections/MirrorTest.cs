using System.Buffers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;
using Vigie.Delivery.Projections;
using Vigie.Delivery.Projections.HomeAssistant;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>Projections with a real broker: kept there, said again when they should be, taken away, and never in the way of a record.</summary>
public sealed class MirrorTest : IDisposable
{
    private const string State = "vigie/1/town/box-1/home/north/intrusion/yard";

    // Access rules that let nobody discover anything: Mosquitto's are a list of what may be.
    private const string NoDiscovery = "topic readwrite vigie/#";

    private readonly ProjectionBench _bench = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(MqttVersion.Five)]
    [InlineData(MqttVersion.ThreeOneOne)]
    public async Task What_is_retained_is_there_for_who_comes_later_and_follows_events(MqttVersion version)
    {
        using Mosquitto broker = new();
        await broker.StartAsync();
        ProjectionDesk desk = Open([ProjectionBench.Home, ProjectionBench.Onvif]);
        await using PostmanBench box = await StartAsync(broker, desk, version);
        await using Subscriber home = await Subscriber.StartAsync(broker.Port, "#");
        await UntilAsync(home, HomeTopics.Discovery(ProjectionBench.Topics), text => text.StartsWith("{\"dev\":", StringComparison.Ordinal));
        await UntilAsync(home, State, text => text.Contains("OFF", StringComparison.Ordinal));

        desk.Take(_bench.Event(EventKind.Intrusion, EventPhase.Start), ProjectionBench.Names);
        desk.Take(_bench.Event(EventKind.Line, EventPhase.Start, zone: 2), ProjectionBench.Names);

        await UntilAsync(home, State, text => text.Contains("ON", StringComparison.Ordinal));
        await UntilAsync(home, ProjectionBench.Topics.Of("onvif-ej/RuleEngine/LineDetector/Crossed/&north/line-gate"), text => text.Contains("\"Rule\":\"line-gate\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Home_Assistants_birth_has_it_said_again_and_nothing_else_that_comes_there_does()
    {
        using Mosquitto broker = new();
        await broker.StartAsync();
        ProjectionDesk desk = Open([ProjectionBench.Home, ProjectionBench.Onvif]);
        LetterBox letters = new();
        await using PostmanBench box = await StartAsync(broker, desk, letters: letters);
        await using Subscriber home = await Subscriber.StartAsync(broker.Port, "#");
        string discovery = HomeTopics.Discovery(ProjectionBench.Topics);
        await UntilAsync(home, discovery, _ => true);
        // The last of what is retained: nothing of the first time is still to come.
        await UntilAsync(home, ProjectionBench.Topics.Of("onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&south_2.1/intrusion-quay.1"), _ => true);
        int before = Count(home, discovery), onvif = home.Arrived.Count(message => message.Topic.Contains("onvif-ej", StringComparison.Ordinal));

        await SayAsync(broker, "offline");
        await SayAsync(broker, new string('x', 5000));
        await SayAsync(broker, "online");
        await Eventually.IsTrueAsync(() => home.Arrived.Count(message => message.Topic == HomeTopics.Birth) == 3, "the words should arrive");
        await Eventually.IsTrueAsync(() => Later(TimeSpan.FromSeconds(1)) && Count(home, discovery) == before + 1, "it should be said again");
        await Eventually.IsTrueAsync(() => home.Arrived.Count(message => message.Topic == State) >= 2, "states should be said again");

        Assert.Equal(onvif, home.Arrived.Count(message => message.Topic.Contains("onvif-ej", StringComparison.Ordinal)));
        Assert.False(letters.Letters.TryRead(out _));
    }

    [Fact]
    public async Task What_is_switched_off_is_taken_away_by_the_next_run_and_no_longer_heard()
    {
        using Mosquitto broker = new();
        await broker.StartAsync();
        await using (PostmanBench box = await StartAsync(broker, Open([ProjectionBench.Home, ProjectionBench.Onvif])))
        {
            await using Subscriber first = await Subscriber.StartAsync(broker.Port, "#", "first");
            await UntilAsync(first, ProjectionBench.Topics.Of("onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&south_2.1/intrusion-quay.1"), _ => true);
        }

        LetterBox letters = new();
        await using (PostmanBench box = await StartAsync(broker, Open([], home: false), letters: letters))
        {
            await Eventually.IsTrueAsync(() => !File.Exists(_bench.File), "everything should be taken away");
            await SayAsync(broker, "online");
            await SayAsync(broker, "a command", ProjectionBench.Topics.Command);
            // What came after it has come: so it has not.
            Assert.Equal(Topics.CommandName, (await letters.Letters.ReadAsync(Cancel)).Name);
        }

        await using Subscriber later = await Subscriber.StartAsync(broker.Port, "#", "later");
        await UntilAsync(later, ProjectionBench.Topics.Status, _ => true);
        Assert.DoesNotContain(later.Arrived, message => message.Topic.Contains("/home/", StringComparison.Ordinal) || message.Topic.Contains("onvif", StringComparison.Ordinal) || message.Topic.Contains("homeassistant/device", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rule_that_went_while_the_broker_was_away_is_taken_back_though_the_box_started_again_meanwhile()
    {
        WatchedRule[] fewer = [.. ProjectionBench.Rules.Where(rule => rule.Kind != EventKind.Gathering)];
        string discovery = HomeTopics.Discovery(ProjectionBench.Topics);
        using Mosquitto broker = new();
        await broker.StartAsync();
        await using Subscriber home = await Subscriber.StartAsync(broker.Port, "#");
        await using (PostmanBench first = await StartAsync(broker, Open([ProjectionBench.Home])))
        {
            await UntilAsync(home, discovery, text => text.Contains("gathering", StringComparison.Ordinal));
        }

        // Nobody is there to be told, and this run ends.
        Open([ProjectionBench.Home], rules: fewer);
        await using PostmanBench later = await StartAsync(broker, Open([ProjectionBench.Home], rules: fewer));

        await UntilAsync(home, discovery, text => text.Contains("north__gathering__yard\":{\"p\":\"binary_sensor\"}", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => !File.ReadAllText(_bench.File).Contains("gathering", StringComparison.Ordinal), "the book should forget it");
    }

    [Fact]
    public async Task A_broker_that_forbids_it_is_told_of_and_no_event_waits()
    {
        using Mosquitto broker = new(NoDiscovery);
        await broker.StartAsync();
        await using PostmanBench box = await StartAsync(broker, Open([ProjectionBench.Home]));
        await using Subscriber room = await Subscriber.StartAsync(broker.Port, "vigie/#");

        await box.AppendAsync(20);
        await box.DeliveredAsync();

        await Eventually.IsTrueAsync(() => box.Postman.Status.ProjectionError is not null, "the refusal should be said");
        Assert.Contains("homeassistant/device/vigie__town__box-1/config (reason 135)", box.Postman.Status.ProjectionError, StringComparison.Ordinal);
        Assert.Null(box.Postman.Status.LastError);
        await UntilAsync(room, State, text => text.Contains("OFF", StringComparison.Ordinal));
    }

    /// <summary>Discovery is the largest packet that a box sends: a broker that ends the connection for it must not lose the box.</summary>
    [Theory]
    [InlineData(MqttVersion.Five)]
    [InlineData(MqttVersion.ThreeOneOne)]
    public async Task A_broker_that_takes_no_large_packets_gets_every_record(MqttVersion version)
    {
        using Mosquitto broker = new(more: "allow_anonymous true\nmax_packet_size 1000");
        await broker.StartAsync();
        await using Subscriber room = await Subscriber.StartAsync(broker.Port, "vigie/+/+/+/event/#");
        await using PostmanBench box = await StartAsync(broker, Open([ProjectionBench.Home]), version);

        await box.AppendAsync(20);
        await box.DeliveredAsync();

        await Eventually.IsTrueAsync(() => room.Ids.Distinct().Count() == 20, "every record should come");
        await Eventually.IsTrueAsync(() => box.Postman.Status.ProjectionError is not null, "that projections rest should be said");
        Assert.Contains("they rest for ten minutes", box.Postman.Status.ProjectionError, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => Later(Mirror.Rest) && box.Postman.Status.ProjectionError?.Contains("rest", StringComparison.Ordinal) != true, "the rest should end");
    }

    /// <summary>A broker that takes one at a time: neither records nor projections wait for ever.</summary>
    [Fact]
    public async Task Records_and_projections_both_come_through_the_narrowest_window()
    {
        using Mosquitto broker = new();
        await broker.StartAsync();
        ProjectionDesk desk = Open([ProjectionBench.Home, ProjectionBench.Onvif]);
        await using Subscriber room = await Subscriber.StartAsync(broker.Port, "vigie/#");
        await using PostmanBench box = await StartAsync(broker, desk, window: 1);

        await box.AppendAsync(50);
        await box.DeliveredAsync();

        await Eventually.IsTrueAsync(() => room.Ids.Distinct().Count() == 50, "every record should come");
        await UntilAsync(room, State, text => text.Contains("OFF", StringComparison.Ordinal));
    }

    private ProjectionDesk Open(IProjection[] projections, bool home = true, IEnumerable<WatchedRule>? rules = null)
    {
        ProjectionDesk desk = new([.. projections], _bench.OpenMirror(home, _time));
        desk.Configure(rules ?? (projections.Length > 0 ? ProjectionBench.Rules : []), ProjectionBench.Time);
        return desk;
    }

    private static async Task<PostmanBench> StartAsync(Mosquitto broker, ProjectionDesk desk, MqttVersion version = MqttVersion.Five, LetterBox? letters = null, int window = 64)
    {
        PostmanBench box = new(broker.Address, null, options => options with { Version = version, Mirror = desk.Mirror, Letters = letters, Window = window });
        await Eventually.IsTrueAsync(() => box.Postman.Status.Connected, "it should connect");
        return box;
    }

    private bool Later(TimeSpan step)
    {
        _time.Advance(step);
        return true;
    }

    private static int Count(Subscriber subscriber, string topic) => subscriber.Arrived.Count(message => message.Topic == topic);

    private static Task UntilAsync(Subscriber subscriber, string topic, Func<string, bool> wanted) => Eventually.IsTrueAsync(
        () => subscriber.Arrived.Any(message => message.Topic == topic && wanted(Encoding.UTF8.GetString(message.Payload.ToArray()))), $"{topic} should come");

    private static async Task SayAsync(Mosquitto broker, string word, string topic = HomeTopics.Birth)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), Cancel);
        await client.PublishStringAsync(topic, word, MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: Cancel);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancel);
    }
}
