using CsCheck;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

public sealed class ClassVotesTest
{
    [Fact]
    public void The_class_with_the_heaviest_votes_wins() =>
        Gen.Select(Gen.Int[0, 2].Select(i => new[] { 3, 6, 8 }[i]), Gen.Float[0.1f, 1]).Array[1, 100].Sample(votes =>
        {
            var tally = default(ClassVotes);
            foreach ((int objectClass, float score) in votes)
            {
                tally.Add(objectClass, score);
            }

            float Weight(int objectClass) => votes.Where(vote => vote.Item1 == objectClass).Sum(vote => vote.Item2);
            float heaviest = votes.Max(vote => Weight(vote.Item1));
            Assert.Equal(heaviest, Weight(tally.Winner), 0.001f);
        });

    [Fact]
    public void A_slip_changes_nothing_and_a_change_comes_through()
    {
        var tally = default(ClassVotes);
        for (int i = 0; i < 1_000_000; i++)
        {
            tally.Add(3, 0.9f);
        }

        tally.Add(8, 0.9f);
        Assert.Equal(3, tally.Winner);
        for (int i = 0; i < 400; i++)
        {
            tally.Add(8, 0.9f);
        }

        Assert.Equal(8, tally.Winner);
    }

    [Fact]
    public void More_classes_than_there_is_room_for_displace_the_lightest()
    {
        var tally = default(ClassVotes);
        tally.Add(3, 5);
        for (int objectClass = 10; objectClass < 30; objectClass++)
        {
            tally.Add(objectClass, 0.5f);
        }

        Assert.Equal(3, tally.Winner);
    }
}
