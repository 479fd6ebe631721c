using System.Collections.Immutable;
using CsCheck;
using Vigie.Appliance.Evaluation;
using Vigie.Contract;

namespace Vigie.Tests.Appliance.Evaluation;

/// <summary>Events meet the truth by kind, zone, direction and overlap in time, one to one.</summary>
public sealed class EventMatchingTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void What_overlaps_is_found()
    {
        EventMatch match = Assert.Single(Match([Truth(10, 20)], [Said(12, 22)]));
        Assert.False(match.IsMissed || match.IsFalse);
        Assert.Equal(TimeSpan.FromSeconds(2), match.Delay);
    }

    [Fact]
    public void What_is_over_is_missed_and_false()
    {
        ImmutableArray<EventMatch> matches = Match([Truth(10, 20)], [Said(21.5, 30)]);
        Assert.Equal([true, false], matches.Select(match => match.IsMissed));
        Assert.Equal([false, true], matches.Select(match => match.IsFalse));
    }

    [Fact]
    public void The_tolerance_is_for_the_truth_s_own_errors() => Assert.Single(Match([Truth(10, 20)], [Said(20.9, 30)]));

    [Fact]
    public void Another_kind_zone_or_direction_is_another_event()
    {
        SaidEvent right = Said(10, 20);
        TruthEvent inward = Truth(10, 20) with { Outward = false };
        Assert.Equal(2, Match([Truth(10, 20)], [right with { Kind = EventKind.Line }]).Length);
        Assert.Equal(2, Match([Truth(10, 20)], [right with { Zone = 2 }]).Length);
        Assert.Equal(2, Match([inward], [right with { Outward = true }]).Length);
        Assert.Single(Match([inward], [right]));
    }

    [Fact]
    public void A_second_signal_of_one_event_is_false() =>
        Assert.Equal([false, true], Match([Truth(10, 20)], [Said(11, 14), Said(16, 19)]).Select(match => match.IsFalse));

    [Fact]
    public void An_event_leaves_the_only_one_that_another_can_have()
    {
        // The long truth could have either; the short one only the first.
        ImmutableArray<EventMatch> matches = Match([Truth(0, 100), Truth(1, 5)], [Said(2, 6), Said(50, 60)]);
        Assert.Equal(2, matches.Length);
        Assert.Equal([50, 2], matches.Select(match => match.Said!.Said.TotalSeconds));
    }

    [Fact]
    public void Of_several_the_nearest_is_meant() =>
        Assert.Equal([10, 30], Match([Truth(10, 60), Truth(30, 60)], [Said(30, 60), Said(10, 60)]).Select(match => match.Said!.Said.TotalSeconds));

    [Fact]
    public void Every_event_is_counted_once_and_no_pair_is_left_to_be_made()
    {
        Gen<(double From, double Length)> spell = Gen.Select(Gen.Double[0, 100], Gen.Double[0, 20]);
        Gen.Select(spell.Array[0, 12], spell.Array[0, 12]).Sample((truth, said) =>
        {
            TruthEvent[] happened = [.. truth.Select(one => Truth(one.From, one.From + one.Length))];
            SaidEvent[] heard = [.. said.Select(one => Said(one.From, one.From + one.Length))];
            ImmutableArray<EventMatch> matches = Match(happened, heard);
            Assert.Equal(happened.Length, matches.Count(match => !match.IsFalse));
            Assert.Equal(heard.Length, matches.Count(match => !match.IsMissed));
            Assert.DoesNotContain(matches.Where(match => match.IsMissed), missed =>
                matches.Any(other => other.IsFalse && other.Said!.Since <= missed.Truth!.To + Second && other.Said.Until >= missed.Truth.From - Second));
        });
    }

    private static ImmutableArray<EventMatch> Match(TruthEvent[] truth, SaidEvent[] said) => EventMatching.Match(truth, said, Second);

    private static TruthEvent Truth(double from, double to) =>
        new(EventKind.Intrusion, 1, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), TimeSpan.FromSeconds(from), null);

    private static SaidEvent Said(double from, double to) =>
        new(EventKind.Intrusion, 1, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), false);
}
