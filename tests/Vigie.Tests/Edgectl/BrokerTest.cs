using MQTTnet;
using Vigie.Contract;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl;

/// <summary><c>edgectl broker</c> as a process.</summary>
public sealed class BrokerTest
{
    [Fact]
    public async Task It_says_when_nobody_subscribes()
    {
        (Running broker, int port) = await Running.EdgectlBrokerAsync();
        await using Running _ = broker;
        await using Publisher publisher = await Publisher.ConnectAsync(port);
        byte[] payload = Samples.Start.Encode(WireEncoding.Cbor);
        MqttClientPublishReasonCode lonely = await publisher.PublishAsync("vigie/1/a/b/event/intrusion", payload);
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, lonely);
        await using Running watch = Running.Edgectl("watch", "--broker", $"mqtt://127.0.0.1:{port}");
        await watch.LineAsync("connected");
        Assert.Equal(MqttClientPublishReasonCode.Success, await publisher.PublishAsync("vigie/1/a/b/event/intrusion", payload));
        await watch.SignalAsync("TERM");
        await watch.EndAsync();
        lonely = await publisher.PublishAsync("vigie/1/a/b/event/intrusion", payload);
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, lonely);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_ends_when_told(string signal)
    {
        (Running broker, int port) = await Running.EdgectlBrokerAsync();
        await using Running _ = broker;
        await using Publisher publisher = await Publisher.ConnectAsync(port);
        await broker.SignalAsync(signal);
        Assert.Equal(0, await broker.EndAsync());
        Assert.Single(broker.Lines);
    }

    [Fact]
    public async Task It_can_be_started_again_on_its_port()
    {
        (Running first, int port) = await Running.EdgectlBrokerAsync();
        await using (first)
        await using (Publisher publisher = await Publisher.ConnectAsync(port))
        {
            await first.SignalAsync("TERM");
            await first.EndAsync();
        }

        (Running second, int again) = await Running.EdgectlBrokerAsync(port);
        await using Running _ = second;
        Assert.Equal(port, again);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_fault_with_its_remedy()
    {
        (Running broker, int port) = await Running.EdgectlBrokerAsync();
        await using Running _ = broker;
        await using Running second = Running.Edgectl("broker", "--port", $"{port}");
        Assert.Equal(3, await second.EndAsync());
        Assert.Equal(
            $"edgectl: port {port}: is taken by another program. Choose another with --port, or any free one with --port 0.",
            Assert.Single(second.Lines));
    }

    [Fact]
    public async Task It_is_not_reached_from_outside()
    {
        (Running broker, int port) = await Running.EdgectlBrokerAsync();
        await using Running _ = broker;
        // Every address in 127/8 is this machine; only 127.0.0.1 is listened on.
        using System.Net.Sockets.TcpClient client = new();
        ValueTask connection = client.ConnectAsync("127.0.0.2", port, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => connection.AsTask());
    }
}
