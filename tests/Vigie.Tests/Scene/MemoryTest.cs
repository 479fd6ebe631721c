using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

/// <summary>From detections to events nothing is allocated, and nothing is kept of what is over.</summary>
public sealed class MemoryTest
{
    // Every kind there is.
    private const string Rules = """
        [
          { "kind": "intrusion", "zone": "yard", "dwell": "100ms" },
          { "kind": "intrusion", "zone": "road", "dwell": "0s" },
          { "kind": "line", "line": "wire", "classes": ["person", "car"], "clear": "100ms" },
          { "kind": "loitering", "zone": "yard", "dwell": "1s" },
          { "kind": "gathering", "zone": "yard", "persons": 3, "dwell": "500ms", "clear": "200ms" },
          { "kind": "count", "zone": "yard", "every": "1h" },
          { "kind": "count", "line": "wire", "every": "1h" },
          { "kind": "abandoned", "unmeasured": true, "zone": "yard", "classes": ["car"], "dwell": "1s", "clear": "0s" },
          { "kind": "fall", "unmeasured": true, "zone": "yard" },
          { "kind": "weapon", "unmeasured": true, "zone": "yard", "classes": ["knife"] },
          { "kind": "wrong_way", "zone": "yard", "from": [0.5, 0.5], "to": [0, 0.5], "distance": "0.5heights", "clear": "0s", "unmeasured": true },
          { "kind": "density", "zone": "road", "persons": 4, "dwell": "0s", "clear": "0s", "unmeasured": true },
          { "kind": "crowd_movement", "zone": "road", "persons": 3, "learn": "1min", "unmeasured": true },
          { "kind": "stopped_vehicle", "zone": "yard", "dwell": "1s", "clear": "1s", "unmeasured": true },
          { "kind": "tamper", "faults": ["covered", "defocused", "frozen"], "clear": "0s", "unmeasured": true }
        ]
        """;

    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Tracker _tracker = new(new TrackerOptions());
    private readonly SceneRules _rules = Footage.Rules(Rules);
    private readonly Detection[] _detections = new Detection[40];
    private int _frame;
    private int _events;
    private int _lastTrack;

    [Fact]
    public void Every_kind_is_under_test() => Assert.All(RuleRegistry.Kinds, kind => Assert.Contains($"\"{kind}\"", Rules, StringComparison.Ordinal));

    [Fact]
    public void A_frame_allocates_nothing()
    {
        Run(1_000);
        Assert.Equal(0, AllocationMeter.Of(() => Run(1_000)));
        Assert.True(_events > 100, $"{_events} events");
    }

    // What was never allocated cannot be kept; and a rule that forgot no one would have burst its bounds of 256 tracks.
    [Fact]
    public void Nor_do_10_000_tracks()
    {
        Thorough.Only();
        Run(1_000);
        Assert.Equal(0, AllocationMeter.Of(RunTenThousandTracks, rounds: 3));
    }

    private void RunTenThousandTracks()
    {
        for (int last = _lastTrack + 10_000; _lastTrack < last;)
        {
            Run(1_000);
        }
    }

    // Objects cross the picture, each for 15 frames, some hidden now and then; every 7th frame nobody looks.
    private void Run(int frames)
    {
        for (int end = _frame + frames; _frame < end; _frame++)
        {
            var at = TimeSpan.FromMilliseconds(_frame * 100L);
            int count = 0;
            for (int i = 0; i < _detections.Length; i++)
            {
                int age = (_frame + i * 7) % 20;
                if (age < 15 && (age * 7 + i) % 6 != 0)
                {
                    _detections[count++] = new Detection(
                        Box.FromSize(i % 8 * 12 + age, i / 8 * 20 + age * 0.3f, 10, 18), i % 3 == 0 ? 3 : 1, 0.3f + (age + i) % 7 * 0.1f);
                }
            }

            ReadOnlySpan<Track> tracks = _frame % 7 == 6 ? _tracker.Coast(at) : _tracker.Step(at, _detections.AsSpan(0, count));
            _lastTrack = tracks.IsEmpty ? _lastTrack : Math.Max(_lastTrack, tracks[^1].Number);
            _events += _rules.Step(at, tracks, Noon, (PictureCondition)(_frame / 50 % 5)).Length;
        }
    }
}
