using Vigie.Core;

namespace Vigie.Edgectl.Watch;

/// <summary>Where a broker listens.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
public sealed record BrokerAddress(string Host, int Port)
{
    /// <summary>MQTT's port without TLS.</summary>
    public const int DefaultPort = 1883;

    private const string Form = "Write it as mqtt://HOST or mqtt://HOST:PORT.";

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLoopback => new UriBuilder("mqtt", Host, Port).Uri.IsLoopback;

    /// <summary>Reads <c>mqtt://HOST:PORT</c>.</summary>
    /// <exception cref="Fault">It is of another form; kind <see cref="FaultKind.Config"/>.</exception>
    public static BrokerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            throw Wrong(text, "is no address of a broker");
        }

        return uri switch
        {
            { Scheme: not "mqtt" } => throw Wrong(text, $"begins with {uri.Scheme}://, which this version does not speak"),
            { UserInfo.Length: > 0 } => throw Wrong("--broker", "has a user name or password, which this version does not send"),
            { PathAndQuery: not ("" or "/") } or { Fragment.Length: > 0 } => throw Wrong(text, "has something behind the port"),
            { Port: 0 } => throw Wrong(text, "has the port 0"),
            _ => new BrokerAddress(uri.DnsSafeHost, uri.Port < 0 ? DefaultPort : uri.Port),
        };
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => Host.Contains(':') ? $"mqtt://[{Host}]:{Port}" : $"mqtt://{Host}:{Port}";

    private static Fault Wrong(string subject, string problem) => new(FaultKind.Config, subject, problem, Form);
}
