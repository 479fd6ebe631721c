using CsCheck;
using Vigie.Contract;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene.Properties;

/// <summary>What holds of every rule, whoever comes, goes, hides, runs or falls.</summary>
public sealed class RulePropertiesTest
{
    private const double UpdateSeconds = 2;
    private const int Casts = 25;

    // What keeps something of the scene itself by its nature: what is usual here, where a bin stands.
    private const string Remembering = """
          { "kind": "abandoned", "zone": "yard", "dwell": "2s", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT },
          { "kind": "crowd_movement", "zone": "road", "persons": 3, "learn": "1min", "dwell": "500ms", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT }
        """;

    private const string Forgetful = """
          { "kind": "intrusion", "zone": "yard", "dwell": "600ms", "clear": "1s", "update": "2s", "limit": LIMIT },
          { "kind": "intrusion", "zone": "road", "dwell": "0s", "clear": "0s", "update": "2s", "limit": LIMIT },
          { "kind": "line", "line": "wire", "clear": "1s", "limit": LIMIT },
          { "kind": "loitering", "zone": "yard", "dwell": "3s", "clear": "2s", "update": "2s", "limit": LIMIT },
          { "kind": "gathering", "zone": "yard", "persons": 2, "dwell": "1s", "clear": "1s", "update": "2s", "limit": LIMIT },
          { "kind": "wrong_way", "zone": "yard", "from": [0.5, 0.5], "to": [0, 0.5], "distance": "0.5heights", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT },
          { "kind": "density", "zone": "road", "persons": 2, "dwell": "1s", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT },
          { "kind": "stopped_vehicle", "zone": "yard", "dwell": "2s", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT },
          { "kind": "fall", "zone": "yard", "dwell": "1s", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT },
          { "kind": "weapon", "zone": "yard", "classes": ["knife"], "dwell": "400ms", "clear": "1s", "update": "2s", "unmeasured": true, "limit": LIMIT },
          { "kind": "count", "zone": "yard", "every": "1h", "floor": 3 },
          { "kind": "count", "line": "wire", "every": "1h", "floor": 3 }
        """;

    private static readonly TimeSpan Late = TimeSpan.FromHours(30);

    // Kinds of one object at a time, and all of an object that must be seen for a start.
    private static readonly EventKind[] Level = [EventKind.Gathering, EventKind.Density, EventKind.CrowdMovement];

    // A property of what never happens proves nothing. A tamper is of pictures, and TamperTest's.
    [Fact]
    public void Every_kind_speaks_in_these_scenes()
    {
        HashSet<string> spoken = [.. Enumerable.Range(0, 200).SelectMany(seed => Played(All(1000), Actor.CastOf(seed)).Starts).Select(said => EventKinds.Name(said.Kind))];
        Assert.All(RuleRegistry.Kinds.Where(kind => kind != EventKinds.Name(EventKind.Count) && kind != EventKinds.Name(EventKind.Tamper)), kind => Assert.Contains(kind, spoken));
    }

    [Fact]
    public void Every_start_has_one_end_and_nothing_is_said_before_or_after() => Actor.Cast.Sample(cast =>
    {
        foreach (IGrouping<int, SceneEvent> signal in Played(All(1000), cast).Said.GroupBy(said => said.Signal))
        {
            SceneEvent[] life = [.. signal];
            Assert.True(signal.Key > 0 && life.Length >= 2);
            Assert.Equal((EventPhase.Start, EventPhase.End), (life[0].Phase, life[^1].Phase));
            Assert.All(life[1..^1], said => Assert.Equal(EventPhase.Update, said.Phase));
            Assert.Single(life.Select(said => (said.Kind, said.Zone, said.Since)).Distinct());
            Assert.Equal(life.Select(said => said.At).Order(), life.Select(said => said.At));
            Assert.All(life, said => Assert.True(said.Since <= said.At && said.Confidence is >= 0 and <= 1 && said.Held == 0));
        }
    }, iter: Casts);

    [Fact]
    public void Updates_come_after_their_time_or_with_another_level() => Actor.Cast.Sample(cast =>
    {
        foreach (IGrouping<int, SceneEvent> signal in Played(All(1000), cast).Said.Where(said => said.Kind != EventKind.Line).GroupBy(said => said.Signal))
        {
            foreach ((SceneEvent before, SceneEvent update) in signal.Zip(signal.Skip(1)).Where(pair => pair.Second.Phase == EventPhase.Update))
            {
                bool isAnotherLevel = Level.Contains(update.Kind) && (2 * update.Count >= 3 * before.Count || 3 * update.Count <= 2 * before.Count);
                Assert.True(isAnotherLevel || (update.At - before.At).TotalSeconds >= UpdateSeconds, $"{before} {update}");
            }
        }
    }, iter: Casts);

    [Fact]
    public void Frame_time_has_no_beginning() => Actor.Cast.Sample(
        cast => Assert.Equal(Played(All(1000), cast).Words(TimeSpan.Zero), new RuleBook(All(1000)).Play(cast, Late).Words(Late)), iter: Casts);

    [Fact]
    public void Never_more_than_the_limit_and_what_is_held_back_is_told() => Gen.Select(Actor.Cast, Gen.Int[1, 3]).Sample((cast, limit) =>
    {
        RuleBook all = Played(All(1000), cast), some = Played(All(limit), cast);
        foreach (IGrouping<(EventKind Kind, int Zone), SceneEvent> rule in some.Said.GroupBy(said => (said.Kind, said.Zone)))
        {
            SceneEvent[] starts = [.. rule.Where(said => said.Phase == EventPhase.Start)];
            Assert.All(starts.Skip(limit).Zip(starts), pair => Assert.True(pair.First.At - pair.Second.At >= TimeSpan.FromMinutes(1)));
            int wanted = all.Starts.Count(said => (said.Kind, said.Zone) == rule.Key);
            Assert.InRange(starts.Length + rule.Sum(said => said.Held), starts.Length, wanted);
        }
    }, iter: Casts);

    // All went, and time has passed: a rule is as new, however many there were.
    [Fact]
    public void What_is_over_is_forgotten() => Gen.Select(Actor.Cast, Actor.Cast).Sample((before, after) =>
    {
        string rules = $"[{Of(Forgetful, 1000)}]";
        TimeSpan second = Actor.Frames * Actor.Pace + TimeSpan.FromMinutes(2);
        RuleBook used = new RuleBook(rules).Play(before, TimeSpan.Zero, finish: false).Rest(Actor.Frames * Actor.Pace, second).Play(after, second, firstNumber: 101);

        // A rule that has seen nobody for a while, either of them: density smooths over two seconds.
        RuleBook fresh = new RuleBook(rules).Rest(second - TimeSpan.FromSeconds(20), second);
        Assert.Equal(fresh.Play(after, second, firstNumber: 101).Words(second), used.Words(second));
    }, iter: Casts);

    // Who came in went out, in the picture or by leaving it; and nobody was there who had not come.
    [Fact]
    public void Counts_are_conserved() => Actor.Cast.Sample(cast =>
    {
        foreach (IntervalCount count in Played(All(1000), cast).Counts)
        {
            foreach (ClassCounts told in count.Classes.Values)
            {
                if (count.Zone == Footage.Yard.Number)
                {
                    Assert.Equal(told.In, told.Out);
                    Assert.Equal(told.Out ?? 0, told.Stays.Sum(part => part.Count));
                    Assert.True((told.Most ?? 0) <= (told.In ?? cast.Length) && (told.Mean ?? 0) <= (told.Most ?? told.Mean ?? 0));
                }
                else
                {
                    Assert.InRange(Math.Abs((told.In ?? 0) - (told.Out ?? 0)), 0, cast.Length);
                }
            }
        }
    }, iter: Casts);

    private static string All(int limit) => $"[{Of(Forgetful, limit)},{Of(Remembering, limit)}]";

    private static string Of(string rules, int limit) => rules.Replace("LIMIT", $"{limit}", StringComparison.Ordinal);

    private static RuleBook Played(string rules, Actor[] cast) => new RuleBook(rules).Play(cast, TimeSpan.Zero);
}
