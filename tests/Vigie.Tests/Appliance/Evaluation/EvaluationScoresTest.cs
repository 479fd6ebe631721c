using System.Collections.Immutable;
using System.Text.Json;
using Vigie.Appliance.Evaluation;
using Vigie.Contract;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Appliance.Evaluation;

/// <summary>What the clips give in sum, and how it is told.</summary>
public sealed class EvaluationScoresTest
{
    private static readonly Dictionary<int, string> Places = new() { [1] = "lawn", [2] = "gate" };

    [Fact]
    public void Clips_add_up()
    {
        KindScore score = Assert.Single(Summarise().Kinds, score => score.Kind == "intrusion");
        Assert.Equal((3, 2, 3), (score.Happened, score.Found, score.Said));
        Assert.Equal((2 / 3.0, 2 / 3.0, 1), (score.Recall, score.Precision, score.FalseAlarms));
        Assert.Equal(2, score.FalseAlarmsAnHour);
        Assert.Equal((2.0, 3.0), (score.MedianDelay, score.LongestDelay));
    }

    [Fact]
    public void A_kind_of_which_nothing_happened_and_nothing_was_said_has_no_share()
    {
        KindScore score = Assert.Single(Summarise().Kinds, score => score.Kind == "loitering");
        Assert.Null(score.Recall);
        Assert.Null(score.Precision);
        Assert.Equal(0, score.FalseAlarmsAnHour);
    }

    [Fact]
    public void The_report_has_counts_intervals_and_where_to_look()
    {
        string report = EvaluationReport.Write(Summarise());
        Assert.Contains("| intrusion | 2 of 3: 0.67 (0.21 to 0.94) | 2 of 3: 0.67 (0.21 to 0.94) | 1: 2 (0.1 to 11.1) | 2.0 s, 3.0 s |", report, StringComparison.Ordinal);
        Assert.Contains("| loitering | nothing happens | nothing said | 0: 0 (0 to 7.4) | none found |", report, StringComparison.Ordinal);
        Assert.Contains("| intrusion | lawn | 1 of 2", report, StringComparison.Ordinal);
        Assert.Contains("- b.mp4, 50.0 to 60.0 s: intrusion in lawn missed", report, StringComparison.Ordinal);
        Assert.Contains("- b.mp4, 70.0 to 80.0 s: intrusion in gate false", report, StringComparison.Ordinal);
        Assert.Contains("b.mp4: 4 gathering said and not judged: the truth does not list this kind.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_has_the_same_figures()
    {
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(Summarise(), EvaluationJson.Default.EvaluationSummary));
        JsonElement kind = json.RootElement.GetProperty("kinds")[0];
        Assert.Equal(2, kind.GetProperty("found").GetInt32());
        Assert.Equal(0.2077, kind.GetProperty("recallInterval").GetProperty("low").GetDouble(), 0.001);
        Assert.Equal(50, json.RootElement.GetProperty("clips")[1].GetProperty("missed")[0].GetProperty("from").GetDouble());
    }

    [Fact]
    public void A_signal_is_one_event_and_each_way_over_a_line_its_own()
    {
        SaidEvents said = new();
        said.Take([Scene(EventKind.Intrusion, EventPhase.Start, 1, 5), Scene(EventKind.Line, EventPhase.Start, 2, 5)]);
        said.Take([Scene(EventKind.Intrusion, EventPhase.Update, 1, 9), Scene(EventKind.Line, EventPhase.Update, 2, 6) with { Outward = true }]);
        said.Take([Scene(EventKind.Intrusion, EventPhase.End, 1, 12), Scene(EventKind.Line, EventPhase.End, 2, 8)]);
        Assert.Equal(
            [
                new SaidEvent(EventKind.Intrusion, 1, Seconds(3), Seconds(5), Seconds(12), false),
                new SaidEvent(EventKind.Line, 1, Seconds(5), Seconds(5), Seconds(5), false),
                new SaidEvent(EventKind.Line, 1, Seconds(6), Seconds(6), Seconds(6), true),
            ],
            said.All);
    }

    private static EvaluationSummary Summarise() => EvaluationScores.Summarise(
        "street",
        new string('a', 64),
        [EventKind.Intrusion, EventKind.Loitering],
        [
            Clip("a.mp4", [new EventMatch(Truth(2, 10), Said(2, 11))]),
            Clip("b.mp4", [new EventMatch(Truth(1, 10), Said(1, 13)), new EventMatch(Truth(1, 50), null), new EventMatch(null, Said(2, 70))])
                with { Unjudged = new Dictionary<string, int> { ["gathering"] = 4 } },
        ],
        []);

    private static ClipResult Clip(string name, ImmutableArray<EventMatch> matches) => new(
        name, TimeSpan.Zero, TimeSpan.FromMinutes(15), matches, Places, new Dictionary<string, int>(), new Dictionary<string, int>());

    private static TruthEvent Truth(int zone, double from) => new(EventKind.Intrusion, zone, Seconds(from), Seconds(from + 10), Seconds(from), null);

    private static SaidEvent Said(int zone, double said) => new(EventKind.Intrusion, zone, Seconds(said), Seconds(said), Seconds(said + 10), false);

    private static SceneEvent Scene(EventKind kind, EventPhase phase, int signal, double at) => new(
        kind, phase, signal, Seconds(at), 1, 1, 1, Box.FromSize(0, 0, 1, 1), 1, Seconds(3));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
