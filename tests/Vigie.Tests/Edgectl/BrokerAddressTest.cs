using Vigie.Core;
using Vigie.Edgectl.Watch;

namespace Vigie.Tests.Edgectl;

/// <summary>Addresses of brokers: one form, and every other is refused with what would be right.</summary>
public sealed class BrokerAddressTest
{
    [Theory]
    [InlineData("mqtt://broker", "broker", 1883, false)]
    [InlineData("mqtt://broker.town.example:1884/", "broker.town.example", 1884, false)]
    [InlineData("mqtt://127.0.0.1:1", "127.0.0.1", 1, true)]
    [InlineData("mqtt://localhost", "localhost", 1883, true)]
    [InlineData("mqtt://[::1]:1885", "::1", 1885, true)]
    public void An_address_is_read(string text, string host, int port, bool loopback)
    {
        var address = BrokerAddress.Parse(text);
        Assert.Equal(new BrokerAddress(host, port), address);
        Assert.Equal(loopback, address.IsLoopback);
        Assert.Equal(address, BrokerAddress.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("broker")]
    [InlineData("localhost:1883")]
    [InlineData("mqtts://broker")]
    [InlineData("tcp://broker:1883")]
    [InlineData("mqtt://")]
    [InlineData("mqtt://broker:0")]
    [InlineData("mqtt://broker:70000")]
    [InlineData("mqtt://broker/vigie")]
    [InlineData("mqtt://broker#1")]
    [InlineData("mqtt://user:secret@broker")]
    public void Another_form_is_refused(string text)
    {
        Fault fault = Assert.Throws<Fault>(() => BrokerAddress.Parse(text));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains("mqtt://HOST:PORT", fault.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }
}
