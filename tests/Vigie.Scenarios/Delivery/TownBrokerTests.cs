using System.Text.Json.Nodes;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Delivery;

/// <summary>The broker kit as a town would run it: TLS 1.3, a certificate for each, rights by role. Real Mosquitto, real box, real subscriber.</summary>
public sealed class TownBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;
    private readonly TownBroker _broker;

    public TownBrokerTests()
    {
        _box = new Box(_folder);
        _broker = new TownBroker(_folder);
    }

    public void Dispose()
    {
        _box.Dispose();
        _broker.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_box_speaks_to_its_town_alone_renews_its_certificate_and_is_taken_off_by_revocation()
    {
        await _broker.StartAsync();
        await _broker.CertifyAsync("box", "pets/box-1");
        await _broker.CertifyAsync("subscriber", "room");
        using RunningProgram watch = new(Checkout.Edgectl, ["watch", "--json", "--broker", _broker.Address, .. _broker.Access("subscriber-room")]);
        await watch.WaitForLineAsync(line => line.Contains("connected", StringComparison.Ordinal), Box.Patience);
        _box.Configure(_broker.Address, _broker.Configure, Box.Square("square", Checkout.SkipWithoutClip()));
        _box.Start();
        await watch.WaitForLineAsync(line => line.Contains("\"record\":\"event\"", StringComparison.Ordinal), Box.Patience);
        string ends = (await _box.WaitAsync(health => health["delivery"]!["taken"]!.GetValue<long>() > 1))["delivery"]!["certificateEnds"]!.ToString();

        await _broker.CertifyAsync("box", "pets/box-1");
        JsonNode renewed = await _box.WaitAsync(health => health["delivery"]!["certificateEnds"]!.ToString() != ends);
        Assert.True(renewed["delivery"]!["connected"]!.GetValue<bool>());

        (await TownBroker.AuthorityAsync("revoke", _broker.Folder, Path.Combine(_broker.Folder, "box-pets-box-1.crt"))).Succeeded();
        JsonNode revoked = await _box.WaitAsync(health => health["delivery"]!["lastError"] is not null);

        // Which of both comes first: its rights are gone at once, and it is not let in again.
        Assert.Matches("reason 135|right after the handshake", revoked["delivery"]!["lastError"]!.GetValue<string>());
        Assert.Equal(0, revoked["delivery"]!["lost"]!.GetValue<long>());
    }

    [Fact]
    public async Task Each_role_may_do_what_it_is_for_and_nothing_else()
    {
        await _broker.StartAsync();
        await _broker.CertifyAsync("box", "pets/box-1");
        await _broker.CertifyAsync("subscriber", "room");
        await _broker.CertifyAsync("hub", "hub");
        await _broker.CertifyAsync("operator", "chief");
        await _broker.CertifyAsync("home", "house");

        Assert.True(await MayWriteAsync("box-pets-box-1", "vigie/1/pets/box-1/event/intrusion"));
        Assert.False(await MayWriteAsync("box-pets-box-1", "vigie/1/pets/box-2/event/intrusion"));
        Assert.False(await MayWriteAsync("box-pets-box-1", "vigie/1/pets/box-10/event/intrusion"));
        Assert.False(await MayWriteAsync("subscriber-room", "vigie/1/pets/box-1/event/intrusion"));
        Assert.False(await MayWriteAsync("subscriber-room", "vigie/1/pets/box-1/command"));
        Assert.True(await MayWriteAsync("hub-hub", "vigie/1/pets/box-1/receipt"));
        Assert.False(await MayWriteAsync("hub-hub", "vigie/1/pets/box-1/command"));
        Assert.True(await MayWriteAsync("operator-chief", "vigie/1/pets/box-1/command"));
        Assert.False(await MayWriteAsync("operator-chief", "vigie/1/pets/box-1/receipt"));
        Assert.True(await MayWriteAsync("box-pets-box-1", "homeassistant/device/vigie__pets__box-1/config"));
        Assert.False(await MayWriteAsync("box-pets-box-1", "homeassistant/device/vigie__pets__box-2/config"));
        Assert.False(await MayWriteAsync("box-pets-box-1", "homeassistant/status"));
        Assert.True(await MayWriteAsync("home-house", "homeassistant/status"));
        Assert.False(await MayWriteAsync("home-house", "vigie/1/pets/box-1/command"));
    }

    [Theory]
    [InlineData("certify", "box", "pets", "SITE/DEVICE")]
    [InlineData("certify", "box", "a/b/c", "SITE/DEVICE")]
    [InlineData("certify", "king", "me", "is no role")]
    [InlineData("certify", "hub", "a b", "is no name")]
    [InlineData("certify", "hub", "room", "has another role already")]
    [InlineData("create", "", "", "has an authority already")]
    public async Task What_the_authority_cannot_do_is_said_and_changes_nothing(string verb, string role, string name, string words)
    {
        (await TownBroker.AuthorityAsync("create", _broker.Folder)).Succeeded();
        await _broker.CertifyAsync("subscriber", "room");
        string before = await File.ReadAllTextAsync(Path.Combine(_broker.Folder, "issued.txt"), TestContext.Current.CancellationToken);

        Finished refused = await TownBroker.AuthorityAsync([.. new[] { verb, _broker.Folder, role, name }.Where(argument => argument.Length > 0)]);

        refused.FailedSaying(2, words);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_broker.Folder, "issued.txt"), TestContext.Current.CancellationToken));
    }

    // Mosquitto answers a PUBLISH that its rules forbid with reason 135, which mosquitto_pub says and takes for no failure.
    private async Task<bool> MayWriteAsync(string who, string topic)
    {
        Finished published = await Finished.RunAsync("mosquitto_pub", [.. _broker.Client(who), "-t", topic, "-m", "x"]);
        Assert.True(published.ExitCode == 0, published.Error);
        return !published.Error.Contains("Not authorized", StringComparison.Ordinal);
    }
}
