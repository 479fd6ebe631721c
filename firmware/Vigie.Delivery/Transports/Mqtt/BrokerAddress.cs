using System.Globalization;
using System.Net;
using Vigie.Core;

namespace Vigie.Delivery.Mqtt;

/// <summary>Where a broker listens.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Encrypted">Whether it is spoken to in TLS (<c>mqtts</c>).</param>
public sealed record BrokerAddress(string Host, int Port, bool Encrypted = false)
{
    // Both registered with IANA for MQTT.
    private const int PlainPort = 1883;
    private const int EncryptedPort = 8883;

    /// <summary>
    /// Whether the host is this very machine: <c>localhost</c> or an address of the loopback network. Other names are not asked of
    /// any name server: what they mean may change between the check and the connection.
    /// </summary>
    public bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Reads <c>mqtt://HOST[:PORT]</c> or <c>mqtts://HOST[:PORT]</c>; an IPv6 address stands in brackets.</summary>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Config"/>: it is none.</exception>
    public static BrokerAddress Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("mqtt" or "mqtts") || parsed.Host.Length == 0
            || parsed.PathAndQuery is not ("" or "/") || parsed.Fragment.Length > 0 || parsed.Port == 0)
        {
            throw Refusal(Shown(url), "is no broker's address");
        }

        if (parsed.UserInfo.Length > 0)
        {
            throw Refusal($"{parsed.Scheme}://…@{parsed.Host}", "carries credentials, which everybody would see in the list of processes");
        }

        bool encrypted = parsed.Scheme == "mqtts";
        int port = parsed.Port > 0 ? parsed.Port : encrypted ? EncryptedPort : PlainPort;
        return new BrokerAddress(parsed.Host.Trim('[', ']'), port, encrypted);
    }

    /// <summary>What runs in the laboratory, without a mandate, talks to this machine only (law 9).</summary>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Denied"/>: another machine.</exception>
    public void RequireLoopback()
    {
        if (!IsLoopback)
        {
            throw new Fault(
                FaultKind.Denied,
                ToString(),
                "is another machine, and without a mandate nothing leaves this one",
                "Use a broker on this machine, as mqtt://localhost:1883.");
        }
    }

    /// <summary>As it is written: <c>mqtt://HOST:PORT</c> or <c>mqtts://HOST:PORT</c>.</summary>
    public override string ToString()
    {
        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return string.Create(CultureInfo.InvariantCulture, $"{(Encrypted ? "mqtts" : "mqtt")}://{host}:{Port}");
    }

    private static Fault Refusal(string subject, string problem) => new(
        FaultKind.Config,
        subject,
        problem,
        "Write it as mqtts://HOST:PORT, or mqtt://HOST:PORT where nothing is encrypted, for example mqtt://localhost:1883.");

    // What stands before an @ may be a password.
    private static string Shown(string url) => url[(url.LastIndexOf('@') + 1)..] is { Length: > 0 } rest ? rest : "broker";
}
