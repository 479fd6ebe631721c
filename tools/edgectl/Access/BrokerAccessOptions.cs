using System.CommandLine;
using Vigie.Core;
using Vigie.Delivery.Mqtt;

namespace Vigie.Edgectl.Access;

/// <summary>The options by which a person says how to come to a broker.</summary>
public sealed class BrokerAccessOptions
{
    private readonly Option<string> _broker = new("--broker")
    {
        Description = "Where the broker listens: mqtts://HOST:PORT, or mqtt://HOST:PORT.",
        DefaultValueFactory = _ => "mqtt://127.0.0.1:1883",
    };

    private readonly Option<string?> _authority = new("--authority") { Description = "PEM file: whose signature the broker's certificate must bear." };

    private readonly Option<string?> _certificate = new("--certificate") { Description = "PEM file: your own certificate." };

    private readonly Option<string?> _key = new("--key") { Description = "PEM file, mode 0600: its private key." };

    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "File with user and password, two lines, mode 0600.",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_broker, _authority, _certificate, _key, _credentials])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="Fault">The address is none, or certificate and key are not given together.</exception>
    public BrokerAccess Read(ParseResult result)
    {
        var tls = new TlsFiles(Full(result, _authority), Full(result, _certificate), Full(result, _key), null);
        if ((tls.Certificate is null) != (tls.Key is null))
        {
            throw new Fault(FaultKind.Config, "--certificate", "and --key belong together", "Give both, or neither.");
        }

        return new BrokerAccess(BrokerAddress.Parse(result.GetRequiredValue(_broker)), tls, Full(result, _credentials));
    }

    private static string? Full(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { Length: > 0 } path ? Path.GetFullPath(path) : null;
}
