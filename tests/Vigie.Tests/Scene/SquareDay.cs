using System.Text.Json;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

/// <summary>A busy square through tracker and rules: twenty rules, every kind there is among them, and a book of what they say.</summary>
internal sealed class SquareDay
{
    private readonly Tracker _tracker = new(new TrackerOptions());
    private readonly SceneRules _rules;
    private readonly BusySquare _square;
    private readonly HashSet<int> _open = new(1_000);
    private readonly bool[] _spoken = new bool[256];
    private TimeSpan _at;

    /// <summary>Makes the square and its rules.</summary>
    /// <param name="most">Most people at a time.</param>
    /// <param name="permit">Allows the rules.</param>
    public SquareDay(int most, IPermit permit)
    {
        _square = new BusySquare(most, seed: 20_261_125);
        RuleContext context = new(
            [.. Enumerable.Range(0, 5).Select(index => Strip(index + 1, $"zone {index}", index * 0.2f, index * 0.2f + 0.2f)), Strip(6, "all", 0, 1)], ["person", "car", "backpack", "knife"])
        {
            Lines = [.. Enumerable.Range(0, 5).Select(index => new Line(7 + index, $"line {index}", new(0.15f + index * 0.18f, 1), new(0.15f + index * 0.18f, 0)))],
        };
        Complaints complaints = new("rules");
        using JsonDocument document = JsonDocument.Parse($$"""{ "rules": [ {{string.Join(',', Twenty())}} ] }""");
        IReadOnlyList<RuleSettings> rules = RuleRegistry.Read(new SettingsReader(document.RootElement, "$", complaints).Children("rules"), context);
        complaints.ThrowIfAny();
        RuleCount = rules.Count;
        _rules = new SceneRules(BusySquare.Format, "square", permit, rules);
    }

    /// <summary>Rules there are.</summary>
    public int RuleCount { get; }

    /// <summary>Frames so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Signals that were started.</summary>
    public long Starts { get; private set; }

    /// <summary>Signals of a crowd's movement.</summary>
    public long CrowdMovements { get; private set; }

    /// <summary>Signals that are started and not ended.</summary>
    public int Open => _open.Count;

    /// <summary>Starts and ends that do not belong together.</summary>
    public int Wrong { get; private set; }

    /// <summary>Kinds that spoke.</summary>
    public IEnumerable<EventKind> Spoken => _spoken.Select((spoke, kind) => spoke ? (EventKind)kind : default).Where(kind => kind != default);

    /// <summary>Most tracks at a time.</summary>
    public int MostTracks { get; private set; }

    /// <summary>Tracks now.</summary>
    public int Tracks { get; private set; }

    /// <summary>Number of the last track.</summary>
    public int LastTrack { get; private set; }

    /// <summary>Lets a frame pass.</summary>
    /// <param name="seconds">Time since the one before.</param>
    /// <param name="wanted">People that there should be.</param>
    public void Step(double seconds, int wanted)
    {
        ReadOnlySpan<Detection> detections = _square.Next(seconds, wanted);
        Follow(seconds, detections);
    }

    /// <summary>Lets many frames pass whose detections are made beforehand, so that only tracker and rules take time.</summary>
    public void Follow(double seconds, ReadOnlySpan<Detection> detections)
    {
        _at += TimeSpan.FromSeconds(seconds);
        Frames++;
        ReadOnlySpan<Track> tracks = _tracker.Step(_at, detections);
        Tracks = tracks.Length;
        MostTracks = Math.Max(MostTracks, Tracks);
        LastTrack = tracks.IsEmpty ? LastTrack : Math.Max(LastTrack, tracks[^1].Number);
        Book(_rules.Step(_at, tracks));
    }

    /// <summary>People there now.</summary>
    public int Present => _square.Present;

    /// <summary>Something frightens all who are there: they run off to one side.</summary>
    /// <param name="pace">How fast, metres a second.</param>
    public void Frighten(double pace) => _square.Frighten(pace);

    /// <summary>Ends what is open.</summary>
    public void Finish() => Book(_rules.Finish(_at));

    /// <summary>How many people an hour of the day has, of the most: few at night, most at noon and in the evening.</summary>
    public static int WantedAt(TimeSpan time, int most)
    {
        double hour = time.TotalHours % 24;
        double crowd = Math.Exp(-Square((hour - 12.5) / 3)) + Math.Exp(-Square((hour - 18) / 2));
        return (int)(most * Math.Min(crowd, 1));
    }

    private void Book(ReadOnlySpan<SceneEvent> events)
    {
        foreach (ref readonly SceneEvent said in events)
        {
            bool right = said.Phase switch
            {
                EventPhase.Start => _open.Add(said.Signal),
                EventPhase.End => _open.Remove(said.Signal),
                _ => _open.Contains(said.Signal),
            };
            Wrong += right ? 0 : 1;
            _spoken[(int)said.Kind] = true;
            Starts += said.Phase == EventPhase.Start ? 1 : 0;
            CrowdMovements += said is { Phase: EventPhase.Start, Kind: EventKind.CrowdMovement } ? 1 : 0;
        }
    }

    private static IEnumerable<string> Twenty() =>
    [
        .. Enumerable.Range(0, 3).Select(index => $$"""{ "kind": "intrusion", "zone": "zone {{index}}", "limit": 1000 }"""),
        .. Enumerable.Range(0, 3).Select(index => $$"""{ "kind": "line", "line": "line {{index}}", "limit": 1000 }"""),
        .. Enumerable.Range(3, 2).Select(index => $$"""{ "kind": "loitering", "zone": "zone {{index}}", "dwell": "20s", "limit": 1000 }"""),
        .. Enumerable.Range(3, 2).Select(index => $$"""{ "kind": "gathering", "zone": "all", "persons": {{index}}, "dwell": "5s", "limit": 1000 }"""),
        .. Enumerable.Range(2, 2).Select(index => $$"""{ "kind": "density", "zone": "zone {{index}}", "persons": {{index + 1}}, "unmeasured": true, "limit": 1000 }"""),
        """{ "kind": "wrong_way", "zone": "all", "from": [0.2, 0.8], "to": [0.8, 0.8], "unmeasured": true, "limit": 1000 }""",
        """{ "kind": "crowd_movement", "zone": "all", "unmeasured": true, "limit": 1000 }""",
        """{ "kind": "stopped_vehicle", "zone": "all", "dwell": "10s", "unmeasured": true, "limit": 1000 }""",
        """{ "kind": "abandoned", "zone": "all", "dwell": "5s", "unmeasured": true, "limit": 1000 }""",
        """{ "kind": "fall", "zone": "all", "dwell": "2s", "unmeasured": true, "limit": 1000 }""",
        """{ "kind": "weapon", "zone": "all", "classes": ["knife"], "unmeasured": true, "limit": 1000 }""",
        """{ "kind": "count", "zone": "all" }""",
        """{ "kind": "count", "line": "line 4" }""",
    ];

    private static Zone Strip(int number, string name, float left, float right) =>
        new(number, name, new Polygon([new(left, 0), new(right, 0), new(right, 1), new(left, 1)]));

    private static double Square(double value) => value * value;
}
