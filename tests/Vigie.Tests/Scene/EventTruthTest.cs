using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Evaluation;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>
/// The rules on the ground-truth tracks of PETS 2009 S2.L1, and how many events an independent script (tools/derive_events.py) finds in
/// them. The figures below are that script's; the test runs it again where the truth is at hand.
/// </summary>
public sealed class EventTruthTest
{
    private const string Asked = """
        [
          { "kind": "line", "line": "middle", "limit": 1000 },
          { "kind": "intrusion", "zone": "right", "classes": ["person"], "dwell": "2s", "clear": "2s", "limit": 1000 },
          { "kind": "loitering", "zone": "centre", "dwell": "10s", "clear": "5s", "limit": 1000 },
          { "kind": "gathering", "zone": "whole", "persons": 3, "distance": "1heights", "dwell": "3s", "clear": "2s", "limit": 1000 }
        ]
        """;

    internal static readonly RuleContext Context = new(
        [Zone(1, "right", 0.65f, 1), Zone(2, "centre", 0.3f, 0.7f), Zone(3, "whole", 0, 1)], ["person"])
    {
        Lines = [new Line(4, "middle", new(0.5f, 1), new(0.5f, 0))],
    };

    private static readonly string Truth = Path.Combine(Vision.Pictures.Shared, "data", "pets09-s2l1", "gt_every5_frames_1_to_400.txt");

    private static readonly Dictionary<string, int> Derived = new()
    {
        ["line in"] = 6,
        ["line out"] = 8,
        ["intrusion"] = 15,
        ["loitering"] = 5,
        ["gathering"] = 3,
    };

    [Fact]
    public void The_rules_find_what_the_script_derives()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.Shared), "../shared absent");
        SortedDictionary<string, int> found = Count();
        TestContext.Current.TestOutputHelper?.WriteLine(JsonSerializer.Serialize(found));
        // Person 12 is out of the zone for 2.5 s, but never by a tenth of its height: one intrusion for the rule, two for the script.
        Dictionary<string, int> expected = new(Derived) { ["intrusion"] = Derived["intrusion"] - 1 };
        Assert.Equal(expected.OrderBy(entry => entry.Key), found);
    }

    [Fact]
    public async Task The_figures_are_the_script_s()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.Shared), "../shared absent");
        Assert.Equal(Derived, JsonSerializer.Deserialize<Dictionary<string, int>>(await DeriveAsync("--json")));
    }

    [Fact]
    public async Task The_script_writes_what_evaluate_reads()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.Shared), "../shared absent");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vigie-truth-");
        try
        {
            string truth = Path.Combine(folder.FullName, "truth.json"), configuration = Path.Combine(folder.FullName, "config.json");
            await DeriveAsync("--truth", truth, "--config", configuration);
            var complaints = new Complaints(configuration);
            ApplianceConfiguration read = ConfigurationReader.Read(configuration, complaints);
            Assert.Empty(complaints.All);
            Assert.Equal(Derived.Values.Sum(), Assert.Single(TruthReader.Read(truth, read.Cameras, null).Clips).Events.Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> DeriveAsync(params string[] options)
    {
        string script = Path.Combine(House.SourceTree.Root, "tools", "derive_events.py");
        using Process python = Process.Start(new ProcessStartInfo("python3", [script, Truth, .. options]) { RedirectStandardOutput = true })!;
        string text = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, python.ExitCode);
        return text;
    }

    private static SortedDictionary<string, int> Count()
    {
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        SceneRules rules = Footage.Rules(Asked, Context, new FrameFormat(768, 576));
        Play((at, tracks) =>
        {
            foreach (SceneEvent said in rules.Step(at, tracks))
            {
                // A way back within the clear time is a crossing too: the line's update.
                if (said.Phase == EventPhase.Start || (said.Kind == EventKind.Line && said.Phase == EventPhase.Update))
                {
                    string name = EventKinds.Name(said.Kind) + (said.Kind != EventKind.Line ? "" : said.Outward ? " out" : " in");
                    found[name] = found.GetValueOrDefault(name) + 1;
                }
            }
        });
        return found;
    }

    /// <summary>Shows the truth tracks, frame by frame.</summary>
    internal static void Play(Action<TimeSpan, Track[]> see)
    {
        ILookup<int, (int Track, Box Box)> rows = File.ReadLines(Truth)
            .Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .ToLookup(cells => (int)cells[0], cells => ((int)cells[1], Box.FromSize(cells[2], cells[3], cells[4], cells[5])));
        Dictionary<int, int> lastFrames = rows.SelectMany(row => row.Select(seen => (seen.Track, row.Key)))
            .GroupBy(seen => seen.Track).ToDictionary(seen => seen.Key, seen => seen.Max(one => one.Key));
        var known = new SortedDictionary<int, Track>();
        foreach (int frame in rows.Select(row => row.Key).Order())
        {
            var at = TimeSpan.FromSeconds(frame / 10.0);
            See(known, rows[frame], at);
            foreach (int gone in known.Keys.Where(number => lastFrames[number] < frame).ToArray())
            {
                known.Remove(gone);
            }

            see(at, [.. known.Values]);
        }
    }

    private static void See(SortedDictionary<int, Track> known, IEnumerable<(int Number, Box Box)> rows, TimeSpan at)
    {
        foreach ((int number, Track track) in known.ToArray())
        {
            known[number] = track with { Seen = false };
        }

        foreach ((int number, Box box) in rows)
        {
            known[number] = new Track(number, box, ObjectClasses.Person, 1, TimeSpan.Zero, at, true);
        }
    }

    private static Zone Zone(int number, string name, float left, float right) =>
        new(number, name, new Polygon([new(left, 0), new(right, 0), new(right, 1), new(left, 1)]));
}
