using System.Text;
using Vigie.Scenarios.Delivery;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Projections;

/// <summary>What Home Assistant and an ONVIF client find at a town's broker: real box, real video, the broker kit with its rules. Home Assistant itself is not run.</summary>
public sealed class HomeAssistantTests : IDisposable
{
    private const string Discovery = "homeassistant/device/vigie__pets__box-1/config";
    private const string State = "vigie/1/pets/box-1/home/square/intrusion/pavement";
    private const string Onvif = "vigie/1/pets/box-1/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&square/intrusion-pavement";
    private const string Status = "vigie/1/pets/box-1/status";

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;
    private readonly TownBroker _broker;

    public HomeAssistantTests()
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

    // In MQTT 3.1.1, so that the last will comes at once: in MQTT 5 the broker waits half a minute.
    [Fact]
    public async Task A_box_is_discovered_says_what_happens_is_gone_when_killed_and_leaves_nothing_when_switched_off()
    {
        string clip = Checkout.SkipWithoutClip();
        await _broker.StartAsync();
        await _broker.CertifyAsync("box", "pets/box-1");
        await _broker.CertifyAsync("home", "house");
        await _broker.CertifyAsync("home", "guest");
        using RunningProgram home = new("mosquitto_sub", [.. _broker.Client("home-house"), "-t", "homeassistant/#", "-t", "vigie/1/#", "-F", "%t %p"]);
        Configure(clip, isOn: true);
        _box.Start();
        string discovery = await WaitAsync(home, Discovery, "{\"dev\":");
        await WaitAsync(home, Status, "{\"online\":true");
        string state = await WaitAsync(home, State, "\"state\":\"ON\""), onvif = await WaitAsync(home, Onvif, "\"IsInside\":true");
        foreach (string said in new[] { discovery, state, onvif })
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{Encoding.UTF8.GetByteCount(said) - said.IndexOf(' ', StringComparison.Ordinal) - 1} bytes: {said}");
        }

        // Who comes later finds it, and Home Assistant's own birth has it said again.
        Finished later = await Finished.RunAsync("mosquitto_sub", [.. _broker.Client("home-guest"), "-t", Discovery, "-C", "1", "-W", "60", "-F", "%r %p"]);
        Assert.StartsWith("1 {\"dev\":", later.Succeeded().Output, StringComparison.Ordinal);
        int before = Count(home, Discovery);
        (await Finished.RunAsync("mosquitto_pub", [.. _broker.Client("home-guest"), "-t", "homeassistant/status", "-m", "online"])).Succeeded();
        await home.WaitForLineAsync(_ => Count(home, Discovery) > before, Box.Patience);

        _box.Program.Kill();
        await WaitAsync(home, Status, "{\"online\":false");

        Configure(clip, isOn: false);
        _box.Start();
        await WaitAsync(home, Discovery, "", exactly: true);
        await WaitAsync(home, State, "", exactly: true);
        await WaitAsync(home, Onvif, "", exactly: true);
        Assert.Null((await _box.WaitAsync(health => health["delivery"]!["connected"]!.GetValue<bool>()))["delivery"]!["projectionError"]);
    }

    private void Configure(string clip, bool isOn) => _box.Configure(
        _broker.Address,
        root =>
        {
            _broker.Configure(root);
            root["delivery"]!["protocol"] = "3.1.1";
            root["delivery"]!["encoding"] = "json";
            root["delivery"]!["homeAssistant"] = isOn;
            root["delivery"]!["onvif"] = isOn;
        },
        Box.Square("square", clip));

    private static Task<string> WaitAsync(RunningProgram home, string topic, string words, bool exactly = false) => home.WaitForLineAsync(
        line => line.StartsWith(topic + " ", StringComparison.Ordinal)
            && (exactly ? line[(topic.Length + 1)..] == words : line.Contains(words, StringComparison.Ordinal)),
        Box.Patience);

    private static int Count(RunningProgram home, string topic) => home.Output.Count(line => line.StartsWith(topic + " ", StringComparison.Ordinal));
}
