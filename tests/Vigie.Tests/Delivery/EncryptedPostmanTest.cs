using System.Runtime.Versioning;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>Delivery in TLS 1.3 to a real Mosquitto that asks each box for its certificate.</summary>
[SupportedOSPlatform("linux")]
public sealed class EncryptedPostmanTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-tls-").FullName;
    private readonly CertificateAuthority _town;
    private readonly TlsFiles _files;
    private readonly Mosquitto _broker;
    private readonly byte[] _serial;
    private readonly byte[] _brokerSerial;

    public EncryptedPostmanTest()
    {
        _town = new CertificateAuthority(_folder);
        (string certificate, string key, _brokerSerial) = _town.Issue("broker", "127.0.0.1", server: true);
        (string box, string boxKey, _serial) = _town.Issue("box", "box-1");
        _files = new TlsFiles(_town.Authority, box, boxKey, _town.List);

        // The box's list says what the box refuses, the broker's what the broker does: two files, so that each can be tried alone.
        File.Copy(_town.List, Path.Combine(_folder, "broker.crl"));
        _broker = BrokerWith(certificate, key);
    }

    public void Dispose()
    {
        _broker.Dispose();
        _town.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Events_arrive_and_a_box_writes_below_its_own_topic_only()
    {
        await _broker.StartAsync();
        await using Subscriber subscriber = await SubscribeAsync();
        await using (PostmanBench bench = Start())
        {
            List<RecordId> appended = await bench.AppendAsync(200);
            await bench.DeliveredAsync();
            await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 200, "all should arrive");
            Assert.Equal(appended, subscriber.Ids);
            Assert.Equal(DateTime.UtcNow.AddDays(10).Date, bench.Postman.Status.CertificateEnds!.Value.UtcDateTime.Date);
        }

        _town.Issue("box", "box-2");
        await using PostmanBench other = Start();
        await Eventually.IsTrueAsync(() => other.Postman.Status.LastError is not null, "another box's topic should be refused");
        Assert.Contains("refuses vigie/1/town/box-1/status (reason 135)", other.Postman.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_of_another_authority_or_name_or_one_that_is_revoked_gets_nothing()
    {
        await _broker.StartAsync();
        using var stranger = new CertificateAuthority(_folder, "elsewhere");
        await ExpectRefusalAsync(_files with { Authority = stranger.Authority, Revoked = null }, "certificate is not accepted");
        _town.Revoke(_brokerSerial);
        await ExpectRefusalAsync(_files, $"certificate is revoked by {_town.List}");
        (string certificate, string key, _) = _town.Issue("misnamed", "broker.example.org", server: true);
        using Mosquitto misnamed = BrokerWith(certificate, key);
        await misnamed.StartAsync();
        await ExpectRefusalAsync(_files with { Revoked = null }, "is not made out to 127.0.0.1", misnamed);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("expired")]
    [InlineData("stranger's")]
    [InlineData("revoked")]
    public async Task A_broker_that_refuses_the_box_is_noticed_and_the_events_wait(string certificate)
    {
        using var stranger = new CertificateAuthority(_folder, "elsewhere");
        TlsFiles files = _files;
        switch (certificate)
        {
            case "none":
                files = _files with { Certificate = null, Key = null };
                break;
            case "expired":
                _town.Issue("box", "box-1", days: 0);
                break;
            case "stranger's":
                stranger.Issue("box", "box-1");
                break;
            default:
                _town.Revoke(_serial);
                File.Copy(_town.List, Path.Combine(_folder, "broker.crl"), overwrite: true);
                break;
        }

        await _broker.StartAsync();
        await using PostmanBench bench = Start(files);
        await bench.AppendAsync(10);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastError is not null, "the refusal should be noticed");
        Assert.Equal((false, 10, 0), (bench.Postman.Status.Connected, bench.Postman.Status.Waiting, bench.Postman.Status.Sent));
        Assert.Contains("right after the handshake", bench.Postman.Status.LastError, StringComparison.Ordinal);
        Assert.Contains(
            certificate switch { "none" => "shows it no certificate", "stranger's" => "signed by CN=elsewhere authority", _ => "shows it CN=box-1" },
            bench.Postman.Status.LastError,
            StringComparison.Ordinal);

        _town.Issue("box", "box-1");
        await using Subscriber subscriber = await SubscribeAsync();
        if (certificate != "none")
        {
            await bench.DeliveredAsync();
            await Eventually.IsTrueAsync(() => subscriber.Ids.Distinct().Count() == 10, "all should arrive once there is a good one");
        }
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_losing_an_event_and_half_a_renewal_changes_nothing()
    {
        await _broker.StartAsync();
        await using Subscriber subscriber = await SubscribeAsync();
        await using PostmanBench bench = Start();
        List<RecordId> appended = await bench.AppendAsync(50);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Connected, "it should connect");
        string good = await File.ReadAllTextAsync(_files.Certificate!, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_files.Certificate!, good[..(good.Length / 2)], TestContext.Current.CancellationToken);
        appended.AddRange(await bench.AppendAsync(50, pause: 100));
        Assert.Equal((true, null), (bench.Postman.Status.Connected, bench.Postman.Status.LastError));

        _town.Issue("box", "box-1", days: 20);
        appended.AddRange(await bench.AppendAsync(50, pause: 100));
        await Eventually.IsTrueAsync(
            () => bench.Postman.Status is { Connected: true, CertificateEnds: { } end } && end > DateTimeOffset.UtcNow.AddDays(15), "the new one should be shown");
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Distinct().Count() >= 150, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
        Assert.Null(bench.Postman.Status.LastError);
    }

    private Mosquitto BrokerWith(string certificate, string key) => new(
        "user box-1\ntopic write vigie/1/town/box-1/#\nuser control-room\ntopic read vigie/1/#",
        $"""
        cafile {_town.Authority}
        certfile {certificate}
        keyfile {key}
        crlfile {_folder}/broker.crl
        require_certificate true
        use_identity_as_username true
        tls_version tlsv1.3
        """);

    private PostmanBench Start(TlsFiles? files = null, Mosquitto? broker = null) => new(
        (broker ?? _broker).EncryptedAddress,
        change: options => options with { Tls = files ?? _files, RenewalCheck = TimeSpan.FromMilliseconds(200) });

    private Task<Subscriber> SubscribeAsync()
    {
        (string certificate, string key, _) = _town.Issue("room", "control-room");
        return Subscriber.StartAsync(_broker.Port, "vigie/1/#", tls: TlsMaterial.Load(new TlsFiles(_town.Authority, certificate, key, null)));
    }

    private async Task ExpectRefusalAsync(TlsFiles files, string problem, Mosquitto? broker = null)
    {
        await using PostmanBench bench = Start(files, broker);
        await bench.AppendAsync(5);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastError is not null, "the broker should be refused");
        Assert.Contains(problem, bench.Postman.Status.LastError, StringComparison.Ordinal);
        Assert.Equal((false, 5, 0), (bench.Postman.Status.Connected, bench.Postman.Status.Waiting, bench.Postman.Status.Sent));
    }
}
