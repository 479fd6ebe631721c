using System.Runtime.Versioning;
using System.Text.Json;
using Vigie.Appliance.Configuration;
using Vigie.Core.Settings;
using Vigie.Delivery.Mqtt;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Appliance;

/// <summary>How brokers are asked for, and what is refused at the door.</summary>
[SupportedOSPlatform("linux")]
public sealed class DeliveryReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-delivery-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_town_s_broker_with_all_that_it_takes()
    {
        using var town = new CertificateAuthority(_folder);
        (string certificate, string key, _) = town.Issue("box", "box-1");
        DeliveryConfiguration delivery = Read(
            $$"""
            { "broker": "mqtts://a", "failover": ["mqtts://b:99"], "protocol": "3.1.1", "retry": "1min",
              "tls": { "authority": "{{town.Authority}}", "certificate": "{{certificate}}", "key": "{{key}}", "revoked": "{{town.List}}" } }
            """,
            out Complaints complaints);

        Assert.Empty(complaints.All);
        Assert.Equal(["mqtts://a:8883", "mqtts://b:99"], delivery.Brokers.Select(broker => broker.ToString()));
        Assert.Equal((MqttVersion.ThreeOneOne, TimeSpan.FromMinutes(1)), (delivery.Version, delivery.Retry));
        Assert.Equal(new TlsFiles(town.Authority, certificate, key, town.List), delivery.Tls);
    }

    [Theory]
    [InlineData("""{ "broker": "mqtt://10.0.0.1" }""", "broker", "unencrypted")]
    [InlineData("""{ "broker": "mqtt://broker.example.org" }""", "broker", "mqtts://")]
    [InlineData("""{ "broker": "mqtts://a", "failover": ["mqtt://b"] }""", "failover", "mqtts://")]
    [InlineData("""{ "broker": "mqtts://a", "failover": ["b"] }""", "failover", "no broker")]
    [InlineData("""{ "broker": "mqtts://a", "failover": ["mqtts://a:8883"] }""", "failover", "twice")]
    [InlineData("""{ "broker": "mqtts://a", "protocol": "4" }""", "protocol", "3.1.1")]
    [InlineData("""{ "broker": "mqtts://a", "retry": "10ms" }""", "retry", "1s")]
    [InlineData("""{ "broker": "mqtts://a", "tls": { "authority": "ca.pem" } }""", "tls.authority", "absolute")]
    [InlineData("""{ "broker": "mqtts://a", "tls": { "authority": "/nowhere/ca.pem" } }""", "tls", "/nowhere/ca.pem")]
    [InlineData("""{ "broker": "mqtts://a", "tls": { "certificate": "/a" } }""", "tls.key", "belong together")]
    [InlineData("""{ "broker": "mqtts://a", "tls": { "key": "/a" } }""", "tls.certificate", "belong together")]
    [InlineData("""{ "broker": "mqtts://a", "tls": { "revoked": "/a" } }""", "tls.authority", "whose list")]
    [InlineData("""{ "broker": "mqtt://localhost", "tls": { } }""", "tls", "mqtts://")]
    [InlineData("""{ "broker": "mqtts://a", "tls": { "cert": "/a" } }""", "tls.cert", "")]
    [InlineData("""{ "broker": "mqtts://a", "credentials": "/nowhere/login" }""", "credentials", "/nowhere/login")]
    [InlineData("""{ "broker": "mqtts://a", "credentials": "a b" }""", "credentials", "absolute path")]
    [InlineData("""{ "broker": "mqtts://a", "homeAssistant": true }""", "homeAssistant", "\"encoding\": \"json\"")]
    [InlineData("""{ "broker": "mqtts://a", "onvif": "yes" }""", "onvif", "true or false")]
    public void What_cannot_work_is_refused_where_it_stands(string text, string key, string words)
    {
        Read(text, out Complaints complaints);

        Complaint complaint = Assert.Single(complaints.All);
        Assert.Equal("$.delivery." + key, complaint.Path);
        Assert.Contains(words, complaint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "broker": "mqtt://10.0.0.1", "unencrypted": "allowed" }""")]
    [InlineData("""{ "broker": "mqtt://[::1]" }""")]
    [InlineData("""{ "broker": "mqtts://broker.example.org" }""")]
    [InlineData("""{ "broker": "mqtts://a", "homeAssistant": true, "onvif": true, "encoding": "json" }""")]
    public void What_is_allowed_is_taken(string text)
    {
        Read(text, out Complaints complaints);

        Assert.Empty(complaints.All);
    }

    [Fact]
    public void A_key_that_others_may_read_one_of_another_certificate_and_a_list_of_another_authority_are_refused()
    {
        using var town = new CertificateAuthority(_folder);
        using var other = new CertificateAuthority(_folder, "elsewhere");
        (string certificate, string key, _) = town.Issue("box", "box-1");
        (_, string strange, _) = town.Issue("strange", "box-2");

        Assert.Contains("elsewhere", Refusal(new TlsFiles(town.Authority, certificate, key, other.List)), StringComparison.Ordinal);
        Assert.Contains("no list", Refusal(new TlsFiles(town.Authority, certificate, key, key)), StringComparison.Ordinal);
        Assert.Contains("holds no certificate", Refusal(new TlsFiles(key, null, null, null)), StringComparison.Ordinal);
        Assert.Contains("are no certificate and the key of it", Refusal(new TlsFiles(null, certificate, strange, null)), StringComparison.Ordinal);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains($"chmod 600 {key}", Refusal(new TlsFiles(null, certificate, key, null)), StringComparison.Ordinal);
    }

    private static string Refusal(TlsFiles files)
    {
        string[] pairs =
        [
            .. new[] { ("authority", files.Authority), ("certificate", files.Certificate), ("key", files.Key), ("revoked", files.Revoked) }
                .Where(pair => pair.Item2 is not null).Select(pair => $"\"{pair.Item1}\": \"{pair.Item2}\""),
        ];
        Read($$"""{ "broker": "mqtts://a", "tls": { {{string.Join(", ", pairs)}} } }""", out Complaints complaints);
        return Assert.Single(complaints.All).ToString();
    }

    private static DeliveryConfiguration Read(string text, out Complaints complaints)
    {
        complaints = new Complaints("vigie.json");
        using JsonDocument document = JsonDocument.Parse(text);
        return DeliveryReader.Read(new SettingsReader(document.RootElement, "$.delivery", complaints))!;
    }
}
