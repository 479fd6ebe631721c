using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>tamper</c>, told what pictures are and who is seen: ten frames a second.</summary>
public sealed class TamperTest
{
    private const string Tamper = """{ "kind": "tamper", "clear": "2s", "update": "10s", "unmeasured": true }""";
    private const string Intrusion = """{ "kind": "intrusion", "zone": "yard", "dwell": "1s" }""";
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<SceneEvent> _said = [];
    private CameraAim _aim = new();
    private SceneRules _rules = null!;
    private int _frame;

    [Theory]
    [InlineData(PictureCondition.Covered, TamperFault.Covered)]
    [InlineData(PictureCondition.Black, TamperFault.Covered)]
    [InlineData(PictureCondition.Defocused, TamperFault.Defocused)]
    [InlineData(PictureCondition.Frozen, TamperFault.Frozen)]
    public void A_fault_starts_goes_on_and_ends_when_it_has_been_over(PictureCondition picture, TamperFault fault)
    {
        Begin(Tamper);
        Show(3, PictureCondition.Good);
        Show(12, picture);
        Show(5, PictureCondition.Good);

        Assert.Equal([EventPhase.Start, EventPhase.Update, EventPhase.End], _said.Select(said => said.Phase));
        Assert.Equal([3, 13, 17.0], _said.Select(said => said.At.TotalSeconds));
        Assert.All(_said, said => Assert.Equal((EventKind.Tamper, fault, 1), (said.Kind, said.Fault!.Value, said.Signal)));
        Assert.False(_aim.IsLost);
    }

    [Fact]
    public void A_good_picture_in_between_ends_nothing_and_another_fault_does()
    {
        Begin(Tamper);
        Show(1, PictureCondition.Covered);
        Show(1, PictureCondition.Good);
        Show(1, PictureCondition.Covered);
        Show(1, PictureCondition.Defocused);
        Finish();

        Assert.Equal(
            [(EventPhase.Start, TamperFault.Covered), (EventPhase.End, TamperFault.Covered), (EventPhase.Start, TamperFault.Defocused), (EventPhase.End, TamperFault.Defocused)],
            _said.Select(said => (said.Phase, said.Fault!.Value)));
        Assert.Equal([1, 1, 2, 2], _said.Select(said => said.Signal));
    }

    [Fact]
    public void A_moved_camera_ends_what_others_have_open_and_lets_them_rest_until_it_is_confirmed()
    {
        Begin(Intrusion, Tamper);
        Show(3, PictureCondition.Good, Footage.Track(7, 20, 50, default));
        Show(0.1, PictureCondition.Moved, Footage.Track(7, 20, 50, default));
        Assert.Equal(
            [(EventKind.Intrusion, EventPhase.Start), (EventKind.Tamper, EventPhase.Start), (EventKind.Intrusion, EventPhase.End)], _said.Select(said => (said.Kind, said.Phase)));
        Assert.Equal(3, _said[^1].At.TotalSeconds);
        Assert.True(_aim.IsLost);
        Assert.Equal(Noon.AddSeconds(3), _aim.LostAt);

        // Back where it was, by itself: nobody knows for how long, or why.
        Show(30, PictureCondition.Good, Footage.Track(7, 20, 50, default));
        Assert.All(_said[3..], said => Assert.Equal((EventKind.Tamper, EventPhase.Update), (said.Kind, said.Phase)));

        _said.Clear();
        _aim.Confirm();
        Show(2, PictureCondition.Good, Footage.Track(7, 20, 50, default));
        Assert.Equal([(EventKind.Tamper, EventPhase.End), (EventKind.Intrusion, EventPhase.Start)], _said.Select(said => (said.Kind, said.Phase)));
        Assert.False(_aim.IsLost);
    }

    [Fact]
    public void A_camera_that_was_moved_before_the_box_started_is_said_at_once_and_rests()
    {
        _aim = new CameraAim(Noon.AddHours(-1));
        Begin(Intrusion, Tamper);
        Show(3, PictureCondition.Good, Footage.Track(7, 20, 50, default));

        SceneEvent said = Assert.Single(_said);
        Assert.Equal((EventKind.Tamper, EventPhase.Start, TamperFault.Moved, 0.0), (said.Kind, said.Phase, said.Fault!.Value, said.At.TotalSeconds));
    }

    [Theory]
    [InlineData("\"faults\": [\"covered\"]")]
    [InlineData("\"shadow\": \"1h\"")]
    public void What_is_not_asked_for_or_in_the_shadow_suspends_nothing(string asked)
    {
        Begin(Intrusion, Tamper.Replace("\"unmeasured\"", asked + ", \"unmeasured\"", StringComparison.Ordinal));
        Show(3, PictureCondition.Moved, Footage.Track(7, 20, 50, default));

        Assert.False(_aim.IsLost);
        Assert.Equal(EventKind.Intrusion, Assert.Single(_said).Kind);
    }

    [Fact]
    public void A_rule_that_did_not_ask_for_a_moved_camera_rests_all_the_same_while_it_is()
    {
        _aim = new CameraAim(Noon);
        Begin(Intrusion);
        Show(3, PictureCondition.Good, Footage.Track(7, 20, 50, default));
        Assert.Empty(_said);
    }

    [Fact]
    public void Its_limit_holds_back_and_says_so()
    {
        Begin(Tamper.Replace("\"clear\": \"2s\"", "\"clear\": \"0s\", \"limit\": 2", StringComparison.Ordinal));
        for (int i = 0; i < 5; i++)
        {
            Show(1, PictureCondition.Covered);
            Show(1, PictureCondition.Good);
        }

        Show(60, PictureCondition.Good);
        Show(1, PictureCondition.Covered);
        Assert.Equal([0, 0, 3], _said.Where(said => said.Phase == EventPhase.Start).Select(said => said.Held));
    }

    [Theory]
    [InlineData("\"faults\": [\"covered\", \"stolen\"]", """$.rules[0].faults: ["covered", "stolen"]: "stolen" is not known: expected an array of a camera's faults: "covered", "defocused", "moved", "frozen" """)]
    [InlineData("\"faults\": []", """$.rules[0].faults: []: expected an array of a camera's faults: "covered", "defocused", "moved", "frozen" """)]
    [InlineData("\"zone\": \"yard\"", "$.rules[0].zone: is not a known key: known here are clear, faults, kind, limit, name, schedule, shadow, unmeasured, update")]
    public void A_mistake_is_named_with_what_would_be_right(string key, string expected)
    {
        Footage.Rules($$"""[{ "kind": "tamper", "unmeasured": true, {{key}} }]""", out string complaints);
        Assert.Equal(expected.TrimEnd(), complaints);
    }

    private void Begin(params string[] rules)
    {
        IReadOnlyList<RuleSettings> settings = Footage.Read($"[{string.Join(", ", rules)}]", Footage.Context, out string complaints);
        Assert.Equal("", complaints);
        _rules = new SceneRules(Footage.Format, "gate", new Permission(), settings, aim: _aim);
    }

    private void Show(double seconds, PictureCondition picture, params Track[] tracks)
    {
        for (int last = _frame + (int)Math.Round(10 * seconds); _frame < last; _frame++)
        {
            TimeSpan at = TimeSpan.FromMilliseconds(100 * _frame);
            _said.AddRange(_rules.Step(at, tracks, Noon + at, picture));
        }
    }

    private void Finish() => _said.AddRange(_rules.Finish(TimeSpan.FromMilliseconds(100 * _frame)));
}
