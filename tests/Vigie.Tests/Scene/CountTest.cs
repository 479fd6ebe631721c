using System.Collections.Immutable;
using CsCheck;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Count;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>What a count says, and above all what it does not.</summary>
public sealed class CountTest
{
    private const string Zoned = """[{ "kind": "count", "zone": "yard", "classes": ["person", "car"], "every": "1min", "floor": 3 }]""";
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<IntervalCount> _said = [];

    [Fact]
    public void Who_comes_goes_and_stays_is_counted_by_class_and_interval()
    {
        // Five persons come in one a second, stay 20 seconds and go; three cars stay.
        Run(Rules(Zoned), Noon.AddSeconds(-5), 70, second =>
        [
            .. Enumerable.Range(1, 5).Select(person => Track(person, second >= 10 + person && second < 30 + person ? 20 : 80, 50, Seconds(second))),
            .. Enumerable.Range(6, 3).Select(car => Track(car, 30, 50, Seconds(second), objectClass: 3)),
        ]);

        Assert.Equal(3, _said.Count);
        IntervalCount minute = _said[1];
        Assert.Equal((1, Noon, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 3), (minute.Zone, minute.Interval.From, minute.Interval.Length, minute.Interval.Watched, minute.Floor));
        Assert.Equal(new ClassCounts { In = 5, Out = 5, Most = 5, Stays = [new(null, 5)] }, minute.Classes[1]);
        Assert.Equal(new ClassCounts { Most = 3, Mean = 3 }, minute.Classes[3]);
        Assert.Equal(Noon.AddMinutes(-1), _said[0].Interval.From);
        Assert.Equal(Seconds(5), _said[0].Interval.Watched);
        Assert.Equal((Noon.AddMinutes(1), Seconds(5)), (_said[2].Interval.From, _said[2].Interval.Watched));
    }

    [Fact]
    public void Nothing_is_told_of_fewer_than_the_floor()
    {
        Run(Rules(Zoned), Noon, 61, second => [Track(1, second % 10 < 5 ? 20 : 80, 50, Seconds(second)), Track(2, 30, 50, Seconds(second))]);
        Assert.DoesNotContain(3, _said[0].Classes.Keys);
        Assert.Equal(new ClassCounts { In = 7, Out = 6, Stays = [new(null, 6)] }, _said[0].Classes[1]);
        _said.Clear();
        Run(Rules(Zoned.Replace("\"floor\": 3", "\"floor\": 7", StringComparison.Ordinal)), Noon, 61, second => [Track(1, second % 10 < 5 ? 20 : 80, 50, Seconds(second))]);
        Assert.Empty(_said[0].Classes);
    }

    [Fact]
    public void A_line_counts_crossings()
    {
        Run(Rules("""[{ "kind": "count", "line": "wire", "every": "1min", "floor": 3, "limit": 1 }]"""), Noon, 61, second =>
            [Track(1, second % 10 < 5 ? 20 : 80, 50, Seconds(second)), Track(2, second % 20 < 10 ? 30 : 70, 50, Seconds(second), objectClass: 3)]);
        Assert.Equal(new ClassCounts { In = 6, Out = 5 }, _said[0].Classes[1]);
        Assert.Equal(new ClassCounts { In = 3, Out = 3 }, _said[0].Classes.GetValueOrDefault(3) ?? new ClassCounts { In = 3, Out = 3 });
        Assert.Single(_said[0].Classes.Keys);
    }

    [Fact]
    public void A_schedule_that_closes_cuts_the_interval()
    {
        Vigie.Scene.Rules.Schedules.PlaceCalendar calendar = Vigie.Scene.Rules.Schedules.PlaceCalendar.Universal;
        SceneRules rules = Rules(
            """[{ "kind": "count", "zone": "yard", "every": "1h", "schedule": [{ "from": "12:00", "to": "12:01" }] }]""", Context with { Calendar = calendar }, Format);
        Run(rules, Noon.AddSeconds(-10), 120, second => [.. Enumerable.Range(1, 6).Select(person => Track(person, 20, 50, Seconds(second)))]);
        IntervalCount only = Assert.Single(_said);
        Assert.Equal((Noon, Seconds(60)), (only.Interval.From, only.Interval.Watched));
        Assert.Equal(new ClassCounts { Most = 6, Mean = 6 }, only.Classes[1]);
    }

    [Fact]
    public void A_frame_without_a_stamp_belongs_to_no_interval()
    {
        SceneRules rules = Rules(Zoned);
        rules.Step(Seconds(1), [Track(1, 20, 50, Seconds(1))]);
        rules.Step(Seconds(2), []);
        rules.Finish(Seconds(2));
        Assert.Empty(rules.Counts);
    }

    /// <summary>Whatever happens, no number is of fewer than the floor, and the numbers that are told give none of those that are not.</summary>
    [Fact]
    public void What_is_kept_back_does_not_follow_from_what_is_told() => Gen.Select(
        Gen.Int[0, 30], Gen.Int[1, 8000].Array[0, 30], Gen.Int[3, 8]).Sample((coming, stays, floor) =>
    {
        ClassTally tally = new();
        Enumerable.Range(0, coming + stays.Length).ToList().ForEach(_ => tally.ComeIn());
        tally.Look(Seconds(10));
        stays.ToList().ForEach(seconds => tally.GoOut(Seconds(seconds)));

        ClassCounts told = Suppression.Of(tally, Seconds(10), floor);

        Assert.All(new[] { told.In, told.Out, told.Most, told.Mean }.OfType<int>(), count => Assert.True(count >= floor));
        Assert.Equal(told.In is null, told.Out is null);
        Assert.Equal(Math.Min(tally.In, tally.Out) >= floor, told.In is not null);
        Assert.All(told.Stays, part => Assert.True(part.Count >= floor));
        Assert.Equal(told.Out ?? 0, told.Stays.Sum(part => part.Count));
        if (!told.Stays.IsEmpty)
        {
            Assert.Null(told.Stays[^1].To);
        }

        CountRecord record = new()
        {
            Identity = new(new Boot(1, 1), 1, null),
            Context = 1,
            Camera = 1,
            Zone = 1,
            Time = Noon,
            Seconds = 60,
            Watched = 10,
            Floor = floor,
            Classes = told.IsEmpty ? ImmutableDictionary<int, ClassCounts>.Empty : new Dictionary<int, ClassCounts> { [1] = told },
        };
        Assert.Null(record.Problem);
    });

    [Fact]
    public void A_place_has_one_count()
    {
        Rules(
            """[{ "kind": "count", "zone": "yard", "classes": ["person"] }, { "kind": "count", "zone": "yard", "classes": ["car"], "every": "5min", "floor": 9 }]""",
            out string complaints);
        Assert.Equal("$.rules[1]: says the same as $.rules[0]: keep one", complaints);
        Rules("""[{ "kind": "count", "zone": "yard" }, { "kind": "count", "zone": "road" }, { "kind": "count", "line": "wire" }]""");
    }

    [Theory]
    [InlineData("\"zone\": \"yard\", \"line\": \"wire\"", "$.rules[0].line: \"wire\": counts at a zone or at a line: give one, and a rule to each")]
    [InlineData("\"zone\": \"yard\", \"every\": \"7min\"", "$.rules[0].every: \"7min\": expected whole minutes that divide an hour")]
    [InlineData("\"zone\": \"yard\", \"every\": \"90s\"", "$.rules[0].every: \"90s\": expected whole minutes that divide an hour")]
    [InlineData("\"zone\": \"yard\", \"every\": \"2h\"", "$.rules[0].every: \"2h\": expected a duration")]
    [InlineData("\"zone\": \"yard\", \"floor\": 2", "$.rules[0].floor: 2: expected a whole number from 3 to 1000")]
    [InlineData("\"zone\": \"yard\", \"shadow\": \"1h\"", "$.rules[0].shadow: \"1h\": a count sends no signals, so it has no shadow time")]
    [InlineData("\"classes\": [\"person\"]", "$.rules[0].zone: is missing")]
    public void Mistakes_are_named(string keys, string expected)
    {
        Rules($$"""[{ "kind": "count", {{keys}} }]""", out string complaints);
        Assert.StartsWith(expected, complaints, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaints);
    }

    /// <summary>The truth tracks of PETS 2009 S2.L1, as <see cref="EventTruthTest"/> has them: 6 in, 8 out by an independent script.</summary>
    [Fact]
    public void On_real_tracks_it_counts_what_the_derived_truth_has()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.Shared), "../shared absent");
        SceneRules rules = Rules(
            """[{ "kind": "count", "line": "middle", "every": "1h", "floor": 3 }]""", EventTruthTest.Context, new FrameFormat(768, 576));
        TimeSpan last = default;
        EventTruthTest.Play((at, tracks) =>
        {
            rules.Step(at, tracks, Noon + at);
            last = at;
        });
        rules.Finish(last);
        Assert.Equal(new ClassCounts { In = 6, Out = 8 }, Assert.Single(rules.Counts).Classes[ObjectClasses.Person]);
    }

    private void Run(SceneRules rules, DateTimeOffset start, int seconds, Func<int, Track[]> see)
    {
        for (int second = 0; second <= seconds; second++)
        {
            rules.Step(Seconds(second), see(second), start.AddSeconds(second));
            _said.AddRange(rules.Counts);
        }

        rules.Finish(Seconds(seconds));
        _said.AddRange(rules.Counts);
    }
}
