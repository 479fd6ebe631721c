using System.Collections.Immutable;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Evaluation;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Appliance.Evaluation;

/// <summary>What a truth file may say, and what is said of one that is wrong.</summary>
public sealed class TruthReaderTest : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CameraConfiguration Camera { get; } = CameraConfiguration.Bare("street") with
    {
        Name = "square",
        Zones = [new Zone(1, "lawn", new Polygon([new(0, 0), new(1, 0), new(1, 1)]))],
        Lines = [new Line(2, "gate", new(0, 0), new(1, 1))],
    };

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void What_is_right_is_read()
    {
        Truth truth = Read("""
            {
              "kinds": ["intrusion", "line"], // all of them
              "tolerance": "500ms",
              "clips": [ { "clip": "a.mp4", "from": "1s", "to": "2min", "events": [
                { "kind": "line", "zone": "gate", "from": "30s", "to": "31s", "direction": "out" },
                { "kind": "intrusion", "zone": "lawn", "from": "3s", "to": "9s", "due": "5s" } ] } ]
            }
            """);

        Assert.Equal([EventKind.Intrusion, EventKind.Line], truth.Kinds);
        Assert.Equal(TimeSpan.FromMilliseconds(500), truth.Tolerance);
        ClipTruth clip = Assert.Single(truth.Clips);
        Assert.Equal(("a.mp4", "square", Seconds(1), Seconds(120)), (clip.Clip, clip.Camera, clip.From, clip.To));
        Assert.Equal(
            [
                new TruthEvent(EventKind.Intrusion, 1, Seconds(3), Seconds(9), Seconds(5), null),
                new TruthEvent(EventKind.Line, 2, Seconds(30), Seconds(31), Seconds(30), true),
            ],
            clip.Events);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        Fault fault = Assert.Throws<Fault>(() => Read("""
            {
              "kinds": ["intrusion", "earthquake"], "tolerance": 2, "colour": "red",
              "clips": [
                { "clip": "x/a.mp4", "camera": "sqare", "events": [] },
                { "clip": "b.mp4", "from": "9s", "to": "8s", "events": [
                  { "kind": "loitering", "zone": "lawn", "from": "9s", "to": "10s" },
                  { "kind": "intrusion", "zone": "lwan", "from": 9, "direction": "out" } ] },
                { "clip": "b.mp4" } ]
            }
            """));

        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.All(
            [
                "$.kinds", "\"earthquake\" is none", "$.tolerance: 2: expected a duration", "$.colour", "$.clips[0].clip", "without a folder",
                "$.clips[0].camera", "\"square\"", "$.clips[1].to", "behind \"from\"", "$.clips[1].events[0].kind", "$.clips[1].events[1].zone", "\"lawn\", \"gate\"",
                "$.clips[1].events[1].from: 9: expected a duration", "$.clips[1].events[1].to: is missing", "$.clips[1].events[1].direction", "only a line",
                "$.clips[2].events: is missing", "$.clips[2].clip", "has an entry already",
            ],
            words => Assert.Contains(words, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_lies_within_what_was_looked_at_and_ends_after_it_began()
    {
        Fault fault = Assert.Throws<Fault>(() => Read("""
            { "kinds": ["intrusion"], "clips": [ { "clip": "a.mp4", "to": "60s", "events": [
              { "kind": "intrusion", "zone": "lawn", "from": "50s", "to": "61s" },
              { "kind": "intrusion", "zone": "lawn", "from": "50s", "to": "49s" },
              { "kind": "intrusion", "zone": "lawn", "from": "50s", "to": "52s", "due": "53s" } ] } ] }
            """));

        Assert.Equal(3, fault.Message.Split("expected a duration").Length - 1);
    }

    [Fact]
    public void Nothing_at_all_is_wrong_too() =>
        Assert.All(["$.kinds: is missing", "$.clips"], words => Assert.Contains(words, Assert.Throws<Fault>(() => Read("{}")).Message, StringComparison.Ordinal));

    [Fact]
    public void A_clip_of_several_cameras_names_its_own()
    {
        const string Text = """{ "kinds": ["intrusion"], "clips": [ { "clip": "a.mp4", "events": [] } ] }""";
        ImmutableArray<CameraConfiguration> two = [Camera, Camera with { Number = 2, Name = "gate" }];
        Assert.Contains("give --camera", Assert.Throws<Fault>(() => Read(Text, two)).Message, StringComparison.Ordinal);
        Assert.Equal("gate", Assert.Single(Read(Text, two, "gate").Clips).Camera);
    }

    [Fact]
    public void What_is_no_JSON_is_said_with_its_line() =>
        Assert.Contains("line 2", Assert.Throws<Fault>(() => Read("{\n \"kinds\": [\n")).Message.Replace("line 3", "line 2", StringComparison.Ordinal), StringComparison.Ordinal);

    private Truth Read(string text, ImmutableArray<CameraConfiguration>? cameras = null, string? camera = null)
    {
        File.WriteAllText(_file, text);
        return TruthReader.Read(_file, cameras ?? [Camera], camera);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
