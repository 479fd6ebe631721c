using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Explanations;
using Vigie.Scene.Rules.Precision;
using Vigie.Scene.Rules.Schedules;
using Vigie.Scene.Rules.Shadows;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>What all rules have in common: schedule, shadow time, explanation, precision.</summary>
public sealed class RuleConditionsTest
{
    private static readonly RuleContext Local = Context with
    {
        Calendar = new PlaceCalendar(PlaceCalendar.TryFindZone("Europe/Paris", out TimeZoneInfo zone) ? zone : throw new InvalidOperationException("no tzdata")),
    };

    // 21:59:50 in Paris.
    private static readonly DateTimeOffset Evening = new(2026, 6, 1, 19, 59, 50, TimeSpan.Zero);

    private readonly List<SceneEvent> _said = [];
    private readonly List<RuleSpell> _told = [];

    [Fact]
    public void Who_is_there_when_a_schedule_opens_is_new_and_what_is_open_ends_when_it_closes()
    {
        SceneRules rules = Make("""[{ "kind": "intrusion", "zone": "yard", "schedule": [{ "from": "22:00", "to": "22:01" }] }]""");
        Play(rules, Evening, 90);
        Assert.Equal([EventPhase.Start, EventPhase.Update, EventPhase.Update, EventPhase.Update, EventPhase.Update, EventPhase.Update, EventPhase.End], _said.Select(said => said.Phase));
        Assert.Equal((Seconds(11), Seconds(10)), (_said[0].At, _said[0].Since));
        Assert.Equal(Seconds(70), _said[^1].At);
        Assert.Equal(2, _told.Count(spell => spell.Reason == RuleReason.ScheduleClosed));
        Assert.Equal((Seconds(0), Seconds(9.5)), (_told[0].From, _told[0].To));
    }

    [Fact]
    public void Every_kind_ends_with_its_schedule()
    {
        const string Often = "\"schedule\": [{ \"from\": \"21:00\", \"to\": \"22:01\" }]";
        SceneRules rules = Make($$"""
            [
              { "kind": "loitering", "zone": "yard", "dwell": "5s", {{Often}} },
              { "kind": "gathering", "zone": "yard", "persons": 2, "dwell": "1s", {{Often}} },
              { "kind": "line", "line": "wire", "clear": "1min", {{Often}} }
            ]
            """);
        for (int i = 0; i < 60; i++)
        {
            TimeSpan at = Seconds(i * 2);
            float x = i < 30 ? 20 : 80;
            Take(rules.Step(at, [Track(1, 20, 50, at), Track(2, 30, 50, at), Track(3, x, 50, at)], Evening + at));
        }

        int[] open = [.. _said.Where(said => said.Phase == EventPhase.Start).Select(said => said.Signal)];
        Assert.Equal(open.Order(), _said.Where(said => said.Phase == EventPhase.End).Select(said => said.Signal).Order());
        Assert.Contains(_said, said => said.Kind == EventKind.Line);
        Assert.All(_said, said => Assert.InRange(said.At, TimeSpan.Zero, Seconds(70)));
    }

    [Fact]
    public void A_frame_without_a_stamp_lies_in_no_schedule()
    {
        SceneRules rules = Make("""[{ "kind": "intrusion", "zone": "yard", "schedule": [{ "from": "00:00", "to": "24:00" }] }]""");
        Play(rules, default, 20);
        Assert.Empty(_said);
        Assert.False(rules.Standings[0].IsOpen);
    }

    [Fact]
    public void In_its_shadow_time_a_rule_counts_and_is_not_heard()
    {
        SceneRules rules = Make("""[{ "kind": "intrusion", "zone": "yard", "shadow": "1min", "dwell": "0s", "clear": "0s", "limit": 2 }]""");
        for (int i = 0; i < 300; i++)
        {
            // In and out every five seconds.
            TimeSpan at = Seconds(i * 0.5);
            Take(rules.Step(at, [Track(1, i / 10 % 2 == 0 ? 20 : 80, 50, at)], Evening + at));
        }

        ShadowTally tally = rules.Standings[0].Shadow!.Tally;
        Assert.Equal((Seconds(60), 3, 4), (tally.Watched, tally.Signals, tally.Held));
        Assert.Equal((1, 2), (tally.Hours[21], tally.Hours[22]));
        Assert.Equal(3, tally.Cells[1 * ShadowTally.Columns + 0]);
        Assert.True(rules.Standings[0].Shadow!.IsOver);
        Assert.All(_said, said => Assert.True(said.At > Seconds(60), $"said at {said.At}"));
        Assert.Equal(0, _said[0].Held);
        Assert.Contains(_told, spell => spell.Reason == RuleReason.InShadow);
        Assert.Contains(_told, spell => spell.Reason == RuleReason.HeldBack);
    }

    [Fact]
    public void Of_what_began_in_the_shadow_time_nothing_is_ever_sent()
    {
        SceneRules rules = Make("""[{ "kind": "intrusion", "zone": "yard", "shadow": "1min", "update": "1s" }]""");
        Play(rules, Evening, 120);
        Take(rules.Finish(Seconds(121)));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_shadow_time_goes_on_where_it_was_and_counts_only_what_is_watched()
    {
        ShadowLedger ledger = new(TimeSpan.FromMinutes(1), ShadowTally.Empty with { Watched = Seconds(50) });
        SceneRules rules = new(Format, "gate", new Permission(), Settings("""[{ "kind": "intrusion", "zone": "yard", "shadow": "1min" }]"""), shadows: _ => ledger);
        rules.Step(Seconds(0), []);
        rules.Step(Seconds(5), []);
        rules.Step(Seconds(500), []);
        Assert.Equal(Seconds(55), ledger.Tally.Watched);
        rules.Step(Seconds(505), []);
        Assert.True(ledger.IsOver);
    }

    [Fact]
    public void A_rule_is_known_again_by_what_was_asked_and_where()
    {
        const string Plain = """{ "kind": "intrusion", "zone": "yard" }""";
        Assert.Equal(Identity(Plain), Identity("""{ "zone": "yard", "kind": "intrusion", "name": "n", "limit": 3, "shadow": "2h" }"""));
        Assert.NotEqual(Identity(Plain), Identity("""{ "kind": "intrusion", "zone": "yard", "dwell": "2s" }"""));
        Assert.NotEqual(Identity(Plain), Identity("""{ "kind": "intrusion", "zone": "road" }"""));
        Assert.NotEqual(Identity(Plain), Identity(Plain, Local with { Zones = [Road with { Name = "yard" }] }));
    }

    [Fact]
    public void An_explanation_says_why_each_track_was_or_was_not_told()
    {
        SceneRules rules = Make("""[{ "kind": "intrusion", "zone": "yard", "classes": ["person"], "dwell": "2s", "clear": "1s", "limit": 1 }]""");
        for (int i = 0; i < 20; i++)
        {
            TimeSpan at = Seconds(i * 0.5);
            Track[] tracks = [Track(1, 20, 50, at), Track(2, 80, 50, at), Track(3, 30, 50, at, objectClass: 3), Track(4, i < 3 ? 40 : 90, 50, at), Track(5, 10, 50, at)];
            Take(rules.Step(at, i < 12 ? tracks : [], Evening));
        }

        rules.Finish(Seconds(10));
        Assert.Equal([(RuleReason.Started, 2.0), (RuleReason.Dwelling, 2), (RuleReason.SignalOpen, 5.5), (RuleReason.Ended, 6)], Of(1));
        Assert.Equal([(RuleReason.Outside, 5.5)], Of(2));
        Assert.Equal([(RuleReason.ClassNotAmong, 5.5)], Of(3));
        Assert.Equal([(RuleReason.Dwelling, 1), (RuleReason.Left, 1.5), (RuleReason.Outside, 5.5)], Of(4));
        Assert.Contains((RuleReason.HeldBack, 2.0), Of(5));
        Assert.Equal("the condition holds: 1 of 2 s", RuleReasons.Say(_told.First(spell => spell.Track == 4)));
    }

    [Fact]
    public void Every_reason_has_words() => Assert.All(
        Enum.GetValues<RuleReason>(), reason => Assert.NotEmpty(RuleReasons.Say(new RuleSpell(0, 1, reason, default, default, 0, 0, ""))));

    [Fact]
    public void A_measured_kind_says_on_what() => Assert.All(PrecisionTable.All, entry =>
    {
        Assert.InRange(entry.Percent, 0, 100);
        Assert.InRange(entry.Right, 0, entry.Signals);
        Assert.True(entry.Clips.Length > 0 && entry.Model.Length > 0 && entry.Source.Length > 0, $"{entry.Kind} says not on what");
    });

    [Theory]
    [InlineData(2, 2, 34)]
    [InlineData(12, 12, 75)]
    [InlineData(0, 5, 0)]
    [InlineData(90, 100, 82)]
    public void Of_few_signals_little_is_certain(int right, int signals, int percent) =>
        Assert.Equal(percent, new MeasuredPrecision(EventKind.Line, right, signals, signals, "clips", "model", "source").CertainPercent);

    [Fact]
    public void What_is_not_measured_is_refused_with_the_remedy()
    {
        foreach (string kind in RuleRegistry.Kinds)
        {
            Assert.True(EventKinds.TryParse(kind, out EventKind number));
            Read($$"""[{ "kind": "{{kind}}" }]""", Local, out string complaints);
            Assert.Equal(!PrecisionTable.ModelsOf(number).Any(), complaints.Contains("\"unmeasured\": true", StringComparison.Ordinal));
            Read($$"""[{ "kind": "{{kind}}", "unmeasured": true }]""", Local, out complaints);
            Assert.DoesNotContain("unmeasured", complaints, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<RuleSettings> Settings(string json)
    {
        IReadOnlyList<RuleSettings> settings = Read(json, Local, out string complaints);
        Assert.Equal("", complaints);
        return settings;
    }

    private static string Identity(string rule, RuleContext? context = null) => Read($"[{rule}]", context ?? Local, out _)[0].Identity;

    private SceneRules Make(string json) => new(Format, "gate", new Permission(), Settings(json), trace: new RuleTrace(_told.Add));

    private void Play(SceneRules rules, DateTimeOffset start, int seconds)
    {
        for (int i = 0; i <= seconds * 2; i++)
        {
            TimeSpan at = Seconds(i * 0.5);
            Take(rules.Step(at, [Track(7, 20, 50, at)], start == default ? default : start + at));
        }

        rules.Finish(Seconds(seconds));
    }

    private void Take(ReadOnlySpan<SceneEvent> events) => _said.AddRange(events);

    private (RuleReason Reason, double To)[] Of(int track) =>
        [.. _told.Where(spell => spell.Track == track).Select(spell => (spell.Reason, spell.To.TotalSeconds))];
}
