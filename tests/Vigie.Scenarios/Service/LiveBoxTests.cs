using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Scenarios.Cameras;
using Vigie.Scenarios.Delivery;

namespace Vigie.Scenarios.Service;

/// <summary>The service as it runs beside cameras: real ffmpeg, real broker, real signals.</summary>
public sealed class LiveBoxTests : IDisposable
{
    private const int Kill = 9;
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public LiveBoxTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Events_of_a_live_camera_reach_the_broker_and_none_stays_open()
    {
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        using RunningProgram subscriber = new("mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-t", "vigie/#", "-F", "%t %p");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        _box.Configure(broker.Address, root => root["delivery"]!["encoding"] = "json", Box.Square("square", Checkout.SkipWithoutClip()));

        Stopwatch watch = Stopwatch.StartNew();
        _box.Start();
        await subscriber.WaitForLineAsync(line => line.Contains("/event/intrusion", StringComparison.Ordinal), Box.Patience);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start to first published event: {watch.Elapsed.TotalSeconds:0.00} s, of which 1 s is the rule's dwell"));
        JsonNode health = await _box.WaitAsync(health => health["delivery"]!["taken"]!.GetValue<long>() > 1 && Box.Camera(health, "square")["events"]!.GetValue<long>() > 0);

        Assert.Equal("inForce", health["orders"]!["mandates"]![0]!["state"]!.GetValue<string>());
        bool isKept = health["clock"]!["synchronised"]!.GetValue<bool>();
        Assert.Equal(!isKept, health["troubles"]!.AsArray().Any(trouble => trouble!.GetValue<string>().StartsWith("The clock is not synchronised", StringComparison.Ordinal)));
        Assert.DoesNotContain(subscriber.Output, line => line.Contains("laboratory", StringComparison.Ordinal));
        Assert.Equal(0, await _box.Program.StopAsync());
        string[] topics = [.. subscriber.Output.Select(line => line.Split(' ')[0])];
        Assert.True(Array.IndexOf(topics, "vigie/1/pets/box-1/context") < Array.IndexOf(topics, "vigie/1/pets/box-1/event/intrusion"), string.Join('\n', topics));
        int starts = Count(subscriber, "start"), ends = Count(subscriber, "end");
        Assert.True(starts > 0 && starts == ends, $"{starts} signals began and {ends} ended.");
        Assert.Contains(subscriber.Output, line => line.StartsWith("vigie/1/pets/box-1/status ", StringComparison.Ordinal) && line.Contains("\"online\":false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_camera_whose_ffmpeg_dies_heals_and_the_other_does_not_notice()
    {
        _box.Configure(null, Box.Drawn("first", "320x240"), Box.Drawn("second", "352x288"));
        _box.Start();
        await _box.WaitForStreamsAsync();

        int[] children = [.. _box.Children("size=320x240")];
        Assert.NotEmpty(children);
        Array.ForEach(children, child => Signals.Send(child, Kill));
        JsonNode killed = await _box.WaitAsync(health => Box.Restarts(Box.Camera(health, "first")) > 0);
        long first = Box.Frames(Box.Camera(killed, "first")), second = Box.Frames(Box.Camera(killed, "second"));
        JsonNode healed = await _box.WaitAsync(health =>
            Box.Frames(Box.Camera(health, "first")) > first + 5 && Box.Frames(Box.Camera(health, "second")) > second + 5);

        Assert.Equal(0, Box.Restarts(Box.Camera(healed, "second")));
        Assert.Null(Box.Camera(healed, "first")["fault"]);
        Assert.StartsWith("1-", healed["boot"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("1\n", await File.ReadAllTextAsync(Path.Combine(_box.State, "boots"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_configuration_changes_one_camera_and_a_wrong_one_changes_nothing()
    {
        _box.Configure(null, Box.Drawn("first"), Box.Drawn("second"));
        RunningProgram program = _box.Start();
        await _box.WaitForStreamsAsync();

        _box.Configure(null, Box.Drawn("first"), new JsonObject { ["name"] = "first", ["source"] = new JsonObject { ["url"] = "gopher://127.0.0.1" } });
        Signals.Send(program.Id, Signals.HangUp);
        JsonNode refused = await _box.WaitAsync(health => health["configuration"]!["isLastGood"]!.GetValue<bool>());
        string complaints = refused["configuration"]!["refusal"]!.GetValue<string>();
        Assert.Contains("$.cameras[1].name", complaints, StringComparison.Ordinal);
        Assert.Contains("$.cameras[1].source.url", complaints, StringComparison.Ordinal);
        Assert.Equal(2, refused["cameras"]!.AsArray().Count);

        _box.Configure(null, Box.Drawn("first"), Box.Drawn("second", rate: 4), Box.Drawn("third"));
        Signals.Send(program.Id, Signals.HangUp);
        await program.WaitForLineAsync(line => line.Contains("started third; restarted second; stopped none", StringComparison.Ordinal), Box.Patience);
        JsonNode changed = await _box.WaitForStreamsAsync();

        Assert.False(changed["configuration"]!["isLastGood"]!.GetValue<bool>());
        Assert.Equal(3, changed["cameras"]!.AsArray().Count);
        Assert.Equal(0, Box.Restarts(Box.Camera(changed, "first")));
        Assert.True(Box.Frames(Box.Camera(changed, "first")) > Box.Frames(Box.Camera(refused, "first")));
        Assert.Equal(0, await program.StopAsync());
    }

    [Fact]
    public async Task The_second_signal_ends_it_at_once()
    {
        _box.Configure(null, Box.Drawn("first"));
        RunningProgram program = _box.Start();
        await _box.WaitForStreamsAsync();

        Signals.Send(program.Id, Signals.Terminate);
        Signals.Send(program.Id, Signals.Interrupt);

        Assert.Contains(await program.WaitForExitAsync(TimeSpan.FromSeconds(10)), new[] { 130, 143 });
    }

    [Fact]
    public async Task A_cameras_password_is_in_no_log_status_or_process_list()
    {
        RtspCamera.SkipWithoutServer();
        using RtspCamera camera = new(Passwords.Camera);
        JsonObject denied = Source("denied", camera.Url, Passwords.Wrong), right = Source("right", camera.Url, Passwords.Camera);
        _box.Configure(null, denied, right);
        RunningProgram program = _box.Start();

        JsonNode health = await _box.WaitAsync(health =>
            Box.Frames(Box.Camera(health, "right")) > 0 && Box.Camera(health, "denied")["state"]!.GetValue<string>() == "waiting");
        string processes = string.Join('\n', _box.Children("").Select(child => File.ReadAllText($"/proc/{child}/cmdline")));

        Assert.Contains("password", Box.Camera(health, "denied")["fault"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(Passwords.NoneIn(processes));
        Assert.Equal(0, await program.StopAsync());
    }

    private static int Count(RunningProgram subscriber, string phase) =>
        subscriber.Output.Count(line => line.Contains("/event/", StringComparison.Ordinal) && line.Contains($"\"phase\":\"{phase}\"", StringComparison.Ordinal));

    private JsonObject Source(string name, string url, string password)
    {
        string file = _folder[name + ".credentials"];
        File.WriteAllText(file, $"{RtspCamera.User}\n{password}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new JsonObject { ["name"] = name, ["source"] = new JsonObject { ["url"] = url, ["credentials"] = file } };
    }
}
