using MQTTnet;
using Vigie.Core;
using Vigie.Delivery.Mqtt;

namespace Vigie.Edgectl.Access;

/// <summary>How a command comes to a broker: the same options wherever one is spoken to.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Tls">How both know each other, where they speak in TLS.</param>
/// <param name="Login">File with user and password; null where the broker asks for none.</param>
public sealed record BrokerAccess(BrokerAddress Broker, TlsFiles Tls, string? Login) : IDisposable
{
    private TlsMaterial? _material;

    /// <summary>Adds address, encryption, user and password to what a client says at CONNECT.</summary>
    /// <exception cref="Fault">A file that was named is not usable.</exception>
    public MqttClientOptionsBuilder Apply(MqttClientOptionsBuilder builder)
    {
        _material ??= Broker.Encrypted ? TlsMaterial.Load(Tls) : null;
        return builder.WithBroker(Broker, _material, Login);
    }

    /// <inheritdoc/>
    public void Dispose() => _material?.Dispose();
}
