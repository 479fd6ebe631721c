using CsCheck;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using static Vigie.Tests.Modelkit.Evaluation.Sets;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>The score of detections: cases counted by hand, and what holds for any.</summary>
public sealed class AveragePrecisionTest
{
    private static readonly Gen<PixelBox> Boxes = Gen.Select(Gen.Double[0, 40], Gen.Double[0, 40], Gen.Double[5, 20], Gen.Double[5, 20])
        .Select(box => new PixelBox(box.Item1, box.Item2, box.Item3, box.Item4));

    private static readonly Gen<string> Names = Gen.Bool.Select(person => person ? Person : Car);

    private static readonly Gen<EvaluationSet> Truths = Gen.Select(Gen.Int[1, 4], Names, Boxes, Gen.Int[0, 4])
        .Select(item => new TrueObject(item.Item1, item.Item2, item.Item3, item.Item4 == 0)).Array[1, 12]
        .Select(objects => Of(4, [new TrueObject(1, Person, At(0)), .. objects]));

    // Scores are all different: what happens at a tie depends on the order.
    private static readonly Gen<FoundObject[]> Finds = Gen.Select(Gen.Int[1, 4], Names, Boxes).Array[0, 30]
        .SelectMany(items => Gen.Shuffle(Enumerable.Range(1, items.Length).ToArray()).Select(ranks =>
            items.Zip(ranks, (item, rank) => new FoundObject(item.Item1, item.Item2, item.Item3, rank / 100.0)).ToArray()));

    [Fact]
    public void Whoever_finds_everything_has_one()
    {
        ClassScore mean = AveragePrecision.Of(Of(2, True(1, 0), True(2, 0), True(2, 50)), [Found(1, 0, 0.9), Found(2, 50, 0.8), Found(2, 0, 0.7)]).Mean;
        Assert.Equal((3, 1, 1, 1, 1), (mean.Objects, Round(mean.Ap), Round(mean.Ap50), Round(mean.Ar), Round(mean.Recall50)));
        Assert.All(mean.Curve, precision => Assert.Equal(1, precision));
    }

    [Fact]
    public void Whoever_finds_nothing_has_none()
    {
        ClassScore mean = AveragePrecision.Of(Of(1, True(1, 0)), []).Mean;
        Assert.Equal((0, 0, 0), (mean.Ap, mean.Ap50, mean.Ar));
    }

    // Overlap 8 / 12 = 0.667: right at 0.50, 0.55, 0.60 and 0.65, wrong at the other six.
    [Fact]
    public void A_box_that_is_two_off_is_right_at_four_overlaps_of_ten()
    {
        ClassScore mean = AveragePrecision.Of(Of(1, True(1, 0)), [Found(1, 2, 0.9)]).Mean;
        Assert.Equal((0.4, 1, 0.4), (Round(mean.Ap), Round(mean.Ap50), Round(mean.Ar)));
    }

    // Precision 1/2 up to recall 1/2, then 2/3 up to 1: made monotonous 2/3 everywhere.
    [Fact]
    public void A_false_alarm_before_what_is_right_lowers_the_curve() =>
        Assert.Equal(Round(2.0 / 3), Round(AveragePrecision.Of(Of(1, True(1, 0), True(1, 50)), [Found(1, 100, 0.9), Found(1, 0, 0.8), Found(1, 50, 0.7)]).Mean.Ap));

    // Recall never passes 1/2: 51 of 101 points have precision 1.
    [Fact]
    public void What_is_missed_is_missing_from_the_curve() =>
        Assert.Equal(Round(51.0 / 101), Round(AveragePrecision.Of(Of(1, True(1, 0), True(1, 50)), [Found(1, 0, 0.8)]).Mean.Ap));

    [Fact]
    public void Who_is_found_twice_is_a_false_alarm_the_second_time()
    {
        ClassScore mean = AveragePrecision.Of(Of(1, True(1, 0), True(1, 50)), [Found(1, 0, 0.9), Found(1, 0, 0.8), Found(1, 50, 0.7)]).Mean;
        Assert.Equal(Round((51 + 50 * 2.0 / 3) / 101), Round(mean.Ap));
    }

    [Fact]
    public void What_lies_in_a_crowd_is_neither_right_nor_wrong()
    {
        EvaluationSet set = Of(1, True(1, 0), True(1, 100, crowd: true));
        ClassScore mean = AveragePrecision.Of(set, [Found(1, 100, 0.95), Found(1, 101, 0.9), Found(1, 0, 0.8)]).Mean;
        Assert.Equal((1, 1), (mean.Objects, Round(mean.Ap50)));
    }

    [Fact]
    public void More_than_a_hundred_boxes_in_a_picture_do_not_count()
    {
        FoundObject[] found = [.. Enumerable.Range(0, 100).Select(index => Found(1, 1000 + index, 0.9)), Found(1, 0, 0.1)];
        Assert.Equal(0, AveragePrecision.Of(Of(1, True(1, 0)), found).Mean.Recall50);
    }

    [Fact]
    public void Each_class_weighs_the_same_and_absent_ones_nothing()
    {
        ScoreTable table = AveragePrecision.Of(Of(1, True(1, 0), True(1, 50)), [Found(1, 0, 0.9), Found(1, 50, 0.8), Found(1, 0, 0.9, Car)]);
        Assert.Equal(Person, Assert.Single(table.Classes).Name);
        table = AveragePrecision.Of(Of(1, True(1, 0), True(1, 50, name: Car)), [Found(1, 0, 0.9)]);
        Assert.Equal((0.5, "made-up", 1), (Round(table.Mean.Ap), table.Set, table.Pictures));
        Assert.Equal(1, Round(AveragePrecision.Of(Of(1, True(1, 0), True(1, 50, name: Car)), [Found(1, 0, 0.9)], [Person]).Mean.Ap));
    }

    [Fact]
    public void Classes_that_nobody_labelled_are_refused()
    {
        Fault fault = Assert.Throws<Fault>(() => AveragePrecision.Of(Of(1, True(1, 0)), [], [Car]));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains("nothing is labelled there of car", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_lie_between_nothing_and_one_and_a_stricter_overlap_never_helps() => Gen.Select(Truths, Finds).Sample((set, found) =>
        AveragePrecision.Of(set, found).Classes.All(score => score.Ap is >= 0 and <= 1 + 1e-9 && score.Ar <= score.Recall50 + 1e-9
            && score.Curve.Zip(score.Curve.Skip(1), (left, right) => left >= right).All(falls => falls)));

    [Fact]
    public void Only_the_order_of_scores_counts() => Gen.Select(Truths, Finds).Sample((set, found) =>
        Same(AveragePrecision.Of(set, found), AveragePrecision.Of(set, [.. found.Select(item => item with { Score = item.Score * item.Score / 3 })])));

    [Fact]
    public void The_order_of_detections_does_not_count() => Gen.Select(Truths, Finds).SelectMany((set, found) => Gen.Shuffle(found).Select(other => (set, found, other)))
        .Sample(item => Same(AveragePrecision.Of(item.set, item.found), AveragePrecision.Of(item.set, item.other)));

    [Fact]
    public void A_last_false_alarm_changes_nothing_and_a_first_one_never_helps() => Gen.Select(Truths, Finds).Sample((set, found) =>
    {
        ScoreTable plain = AveragePrecision.Of(set, found);
        ScoreTable last = AveragePrecision.Of(set, [.. found, new FoundObject(2, Person, At(5000), 0)]);
        ScoreTable first = AveragePrecision.Of(set, [.. found, new FoundObject(2, Person, At(5000), 1)]);
        return Same(plain, last) && first.Mean.Ap <= plain.Mean.Ap + 1e-9;
    });

    private static bool Same(ScoreTable left, ScoreTable right) =>
        Math.Abs(left.Mean.Ap - right.Mean.Ap) < 1e-12 && Math.Abs(left.Mean.Ar - right.Mean.Ar) < 1e-12;

    private static double Round(double value) => Math.Round(value, 9);
}
