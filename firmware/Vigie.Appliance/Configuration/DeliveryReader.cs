using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Delivery.Mqtt;

namespace Vigie.Appliance.Configuration;

/// <summary>Reads <c>delivery</c>: the brokers, and how they are spoken to. Files that it names are looked at, and read anew at each connection.</summary>
internal static class DeliveryReader
{
    private const long SmallestOutbox = 16_000_000;
    private const long DefaultOutbox = 512_000_000;
    private const long LargestOutbox = 1_000_000_000_000;
    private const int MostBrokers = 8;
    private const string ExpectedBroker = "expected the broker's address, for example \"mqtts://broker.example.org\" or \"mqtt://127.0.0.1:1883\"";

    /// <summary>Reads it; null where there is none. Meaningful only while there are no complaints.</summary>
    public static DeliveryConfiguration? Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        ImmutableArray<BrokerAddress> brokers = ReadBrokers(reader);
        DeliveryConfiguration delivery = new(
            brokers,
            reader.Choice("encoding", "cbor", "cbor", "json") == "json",
            reader.Size("outboxLimit", DefaultOutbox, SmallestOutbox, LargestOutbox))
        {
            Version = reader.Choice("protocol", "5", "5", "3.1.1") == "5" ? MqttVersion.Five : MqttVersion.ThreeOneOne,
            Tls = ReadTls(reader, brokers),
            Login = ReadLogin(reader),
            Retry = reader.Duration("retry", TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            HomeAssistant = reader.Flag("homeAssistant"),
            Onvif = reader.Flag("onvif"),
        };
        if (delivery is { HomeAssistant: true, Json: false })
        {
            reader.Complain("homeAssistant", "needs \"encoding\": \"json\": Home Assistant reads the box's own status and events, and knows no CBOR");
        }

        reader.Finish();
        return delivery;
    }

    private static ImmutableArray<BrokerAddress> ReadBrokers(SettingsReader reader)
    {
        bool plainAllowed = reader.Choice("unencrypted", "refused", "refused", "allowed") == "allowed";
        BrokerAddress? first = Parse(reader, "broker", reader.RequiredText("broker", ExpectedBroker), plainAllowed);
        const string ExpectedOthers = "expected an array of at most 7 addresses of brokers that stand in for the first";
        IReadOnlyList<string> others = reader.Texts("failover", [], ExpectedOthers);
        if (others.Count >= MostBrokers)
        {
            reader.Complain("failover", ExpectedOthers);
        }

        ImmutableArray<BrokerAddress> all = [.. others.Select(other => Parse(reader, "failover", other, plainAllowed)).Prepend(first).OfType<BrokerAddress>()];
        if (all.Distinct().Count() < all.Length)
        {
            reader.Complain("failover", "names a broker twice: name each once");
        }

        return all.IsEmpty ? [new BrokerAddress("localhost", 1)] : all;
    }

    private static BrokerAddress? Parse(SettingsReader reader, string key, string text, bool plainAllowed)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            var broker = BrokerAddress.Parse(text);
            if (!broker.Encrypted && !broker.IsLoopback && !plainAllowed)
            {
                reader.Complain(
                    key,
                    "is another machine, and everybody on the way could read and change what is said: "
                    + "expected mqtts://…, or \"unencrypted\": \"allowed\" where the network itself is safe");
            }

            return broker;
        }
        catch (Fault fault)
        {
            reader.Complaints.Add(reader.PathOf(key), fault.Subject, $"{fault.Problem}. {fault.Remedy}");
            return null;
        }
    }

    private static TlsFiles ReadTls(SettingsReader delivery, ImmutableArray<BrokerAddress> brokers)
    {
        if (delivery.Child("tls") is not { } reader)
        {
            return new TlsFiles(null, null, null, null);
        }

        int before = reader.Complaints.All.Count;
        var files = new TlsFiles(
            ReadPath(reader, "authority"), ReadPath(reader, "certificate"), ReadPath(reader, "key"), ReadPath(reader, "revoked"));
        reader.Finish();
        if ((files.Certificate is null) != (files.Key is null))
        {
            string missing = files.Key is null ? "key" : "certificate";
            reader.Complaints.Add(reader.PathOf(missing), "", "is missing: a certificate and its key belong together");
        }
        else if (files.Revoked is not null && files.Authority is null)
        {
            reader.Complaints.Add(reader.PathOf("authority"), "", "is missing: without it, nobody knows whose list of revoked certificates counts");
        }
        else if (!brokers.Any(broker => broker.Encrypted))
        {
            reader.Complaints.Add(reader.Path, "", "is of no use: no broker's address begins with mqtts://");
        }
        else if (reader.Complaints.All.Count == before)
        {
            Check(reader, "", () => TlsMaterial.Load(files).Dispose());
        }

        return files;
    }

    private static string? ReadPath(SettingsReader reader, string key)
    {
        const string Expected = "expected the absolute path of a PEM file";
        string path = reader.Text(key, "", Expected);
        if (path.Length > 0 && !Path.IsPathRooted(path))
        {
            reader.Complain(key, Expected);
        }

        return path.Length > 0 ? path : null;
    }

    private static string? ReadLogin(SettingsReader reader)
    {
        string name = reader.Text("credentials", "", CredentialsFile.Expected);
        if (name.Length == 0)
        {
            return null;
        }

        if (CredentialsFile.CheckName(name) is { } wrong)
        {
            reader.Complain("credentials", wrong);
        }
        else
        {
            Check(reader, "credentials", () => CredentialsFile.Read(name));
        }

        return name;
    }

    private static void Check(SettingsReader reader, string key, Action read)
    {
        try
        {
            read();
        }
        catch (Fault fault)
        {
            reader.Complaints.Add(key.Length > 0 ? reader.PathOf(key) : reader.Path, fault.Subject, $"{fault.Problem}. {fault.Remedy}");
        }
    }
}
