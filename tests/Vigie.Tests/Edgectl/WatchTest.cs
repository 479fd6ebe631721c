using Vigie.Contract;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl;

/// <summary><c>edgectl watch</c> as a process, with our broker and with Mosquitto.</summary>
public sealed class WatchTest
{
    private const string Root = "vigie/1/saint-denis/box-7/";
    private const string Intrusion = Root + "event/intrusion";

    [Theory]
    [InlineData("edgectl")]
    [InlineData("mosquitto")]
    public async Task It_shows_what_comes(string kind)
    {
        (Running broker, int port) = await BrokerAsync(kind);
        await using Running _ = broker;
        await using Publisher publisher = await Publisher.ConnectAsync(port);
        await publisher.PublishAsync(Root + "context", Samples.Context.Encode(), retain: true);
        await using Running watch = Watch(port);
        await watch.LineAsync("context 1 of boot");
        await publisher.PublishAsync(Intrusion, Samples.Start.Encode(WireEncoding.Cbor));
        await publisher.PublishAsync(Intrusion, Samples.End.Encode(WireEncoding.Json, Samples.Context), WireEncoding.Json);
        await publisher.PublishAsync(Intrusion, Samples.End.Encode(WireEncoding.Cbor));
        await publisher.PublishAsync(Intrusion, "hello"u8.ToArray());
        await watch.LineAsync("NOT READABLE, 5 B");
        await watch.SignalAsync("INT");
        Assert.Equal(0, await watch.EndAsync());
        string[] lines = [.. watch.Lines.Where(line => line.Contains("intrusion ", StringComparison.Ordinal))];
        // 2 of header, 2 + 41 of topic, 2 of packet number, 20 of content type and its length, 44 of payload.
        Assert.Equal(
            "2026-03-04 05:06:07.890  saint-denis/box-7  north gate  intrusion start  ramp  person  87 %  44 B in 111 B  laboratory",
            lines[0]);
        Assert.EndsWith("intrusion end  ramp  91 %  243 B in 311 B  laboratory", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("laboratory, duplicate", lines[2], StringComparison.Ordinal);
        Assert.Equal("2 events, 1 duplicate, 0 gaps, 327 bytes of payload in 529 bytes of MQTT", watch.Lines[^1]);
    }

    [Fact]
    public async Task It_connects_again_and_says_what_is_missing()
    {
        (Running broker, int port) = await Running.EdgectlBrokerAsync();
        await using Running watch = Watch(port, "--json");
        await watch.LineAsync("connected");
        await using (broker)
        {
            await using Publisher publisher = await Publisher.ConnectAsync(port);
            await publisher.PublishAsync(Intrusion, Samples.Start.Encode(WireEncoding.Cbor));
            await watch.LineAsync("\"record\":\"event\"");
        }

        await watch.LineAsync("the connection is lost");
        (broker, _) = await Running.EdgectlBrokerAsync(port);
        await using Running second = broker;
        await watch.LineAsync("connected", 2);
        await using Publisher again = await Publisher.ConnectAsync(port);
        EventRecord later = Samples.Start with { Identity = new(Samples.Boot, 60, 58), Signal = 60 };
        await again.PublishAsync(Intrusion, later.Encode(WireEncoding.Cbor));
        string missing = await watch.LineAsync("\"record\":\"missing\"");
        Assert.EndsWith("\"missing\":58,\"before\":60,\"after\":42}", missing, StringComparison.Ordinal);
        await watch.SignalAsync("TERM");
        Assert.Equal(0, await watch.EndAsync());
        Assert.StartsWith("{\"record\":\"summary\",\"events\":2,\"duplicates\":0,\"gaps\":1,", watch.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edgectl")]
    [InlineData("mosquitto")]
    public async Task A_named_session_misses_nothing_while_nobody_watches(string kind)
    {
        (Running broker, int port) = await BrokerAsync(kind);
        await using Running _ = broker;
        await using Publisher publisher = await Publisher.ConnectAsync(port);
        await using (Running first = Watch(port, "--client-id", "control-room"))
        {
            await first.LineAsync("connected");
            await first.SignalAsync("TERM");
            await first.EndAsync();
        }

        await publisher.PublishAsync(Root + "context", Samples.Context.Encode(), retain: true);
        await publisher.PublishAsync(Intrusion, Samples.Start.Encode(WireEncoding.Cbor));
        await using Running second = Watch(port, "--client-id", "control-room", "--count", "1");
        Assert.Equal(0, await second.EndAsync());
        string shown = Assert.Single(second.Lines, line => line.Contains("intrusion start", StringComparison.Ordinal));
        Assert.Contains("north gate", shown, StringComparison.Ordinal);
        Assert.StartsWith("1 event, 0 duplicates, 0 gaps, 44 bytes", second.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_only_what_it_was_asked_for()
    {
        (Running broker, int port) = await Running.EdgectlBrokerAsync();
        await using Running _ = broker;
        await using Publisher publisher = await Publisher.ConnectAsync(port);
        await using Running watch = Watch(port, "--site", "saint-denis", "--device", "box-7", "--count", "1");
        await watch.LineAsync("connected");
        await publisher.PublishAsync("vigie/1/saint-denis/box-8/event/intrusion", Samples.Start.Encode(WireEncoding.Cbor));
        await publisher.PublishAsync("vigie/1/saint-ouen/box-7/event/intrusion", Samples.Start.Encode(WireEncoding.Cbor));
        await publisher.PublishAsync(Intrusion, Samples.Start.Encode(WireEncoding.Cbor));
        Assert.Equal(0, await watch.EndAsync());
        Assert.Single(watch.Lines, line => line.Contains("intrusion start", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, "no broker answers (Connection refused). Start one with \"edgectl broker --port ", "--broker", "mqtt://127.0.0.1:PORT")]
    [InlineData(2, "edgectl: ftp://x: is no broker", "--broker", "ftp://x")]
    [InlineData(2, "edgectl: --site: name of the site has one of the characters", "--site", "a/b")]
    public async Task What_cannot_be_is_a_fault_with_its_remedy(int code, string says, params string[] arguments)
    {
        string port = $"{Running.FreePort()}";
        string[] asked = [.. arguments.Select(part => part.Replace("PORT", port, StringComparison.Ordinal))];
        await using Running watch = Running.Edgectl(["watch", .. asked]);
        Assert.Equal(code, await watch.EndAsync());
        Assert.Contains(says, Assert.Single(watch.Lines), StringComparison.Ordinal);
    }

    private static Running Watch(int port, params string[] arguments) =>
        Running.Edgectl(["watch", "--broker", $"mqtt://127.0.0.1:{port}", .. arguments]);

    private static Task<(Running Broker, int Port)> BrokerAsync(string kind)
    {
        Assert.SkipUnless(kind != "mosquitto" || Running.Mosquitto is not null, "mosquitto absent");
        return kind == "mosquitto" ? Running.MosquittoAsync() : Running.EdgectlBrokerAsync();
    }
}
