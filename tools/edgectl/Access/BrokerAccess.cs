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

    /// <summary>The fault of a broker that does not answer.</summary>
    /// <param name="error">What was tried, and ended so.</param>
    /// <param name="remedy">What to do.</param>
    public Fault NoAnswer(Exception error, string remedy = "Check that it runs and that this is its address.") =>
        new(FaultKind.Unavailable, Broker.ToString(), $"no broker answers ({error.GetBaseException().Message})", remedy, error);

    /// <summary>Throws where the broker does not grant what was asked of it.</summary>
    /// <param name="granted">Whether it does.</param>
    /// <param name="what">What was asked.</param>
    /// <param name="reason">What it answered.</param>
    /// <param name="remedy">What to do.</param>
    /// <exception cref="Fault">It does not.</exception>
    public void ThrowUnless(bool granted, string what, Enum reason, string remedy)
    {
        if (!granted)
        {
            throw new Fault(FaultKind.Denied, Broker.ToString(), $"refuses {what} ({reason})", remedy);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _material?.Dispose();
}
