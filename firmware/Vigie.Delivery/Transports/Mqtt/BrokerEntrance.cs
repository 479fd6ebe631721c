using MQTTnet;
using Vigie.Core;

namespace Vigie.Delivery.Mqtt;

/// <summary>How any client of ours comes to a broker: where it listens, in TLS or not, with user and password or without.</summary>
public static class BrokerEntrance
{
    /// <summary>Adds it to what a client says at CONNECT.</summary>
    /// <param name="builder">The client's options.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="tls">How both know each other; null where nothing is encrypted.</param>
    /// <param name="login">File with user and password, or name of a systemd credential, read now; null where the broker asks for none.</param>
    /// <exception cref="Fault">The file is not usable.</exception>
    public static MqttClientOptionsBuilder WithBroker(this MqttClientOptionsBuilder builder, BrokerAddress broker, TlsMaterial? tls, string? login)
    {
        builder.WithTcpServer(broker.Host, broker.Port);
        if (tls is not null)
        {
            builder.WithTlsOptions(tls.OptionsFor(broker.Host));
        }

        if (login is not null)
        {
            Credentials credentials = CredentialsFile.Read(login);
            builder.WithCredentials(credentials.User, credentials.Password);
        }

        return builder;
    }
}
