using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>crowd_movement</c>: eight persons on the square, who stroll for as long as it learns.</summary>
public sealed class CrowdMovementTest
{
    private const int Minute = 600;
    private readonly Square _square = new("""{ "kind": "crowd_movement", "zone": "square", "learn": "1min", "clear": "2s", "unmeasured": true }""");

    [Fact]
    public void All_who_suddenly_run_one_way_are_told()
    {
        _square.Show(2 * Minute, Stroll);
        Assert.Empty(_square.Said);
        _square.Show(40, frame => Run(frame, 0, 0.35));
        SceneEvent start = Assert.Single(_square.Said);
        Assert.Equal((EventKind.CrowdMovement, EventPhase.Start, 8, 0), (start.Kind, start.Phase, start.Count, start.Class));
        Assert.Equal(12.6, start.KilometresAnHour, 1.5);
        _square.Show(60, Stroll);
        Assert.Equal(EventPhase.End, _square.Said[^1].Phase);
    }

    [Fact]
    public void All_who_suddenly_run_apart_are_told()
    {
        Square square = new("""{ "kind": "crowd_movement", "zone": "square", "learn": "1min", "dwell": "500ms", "unmeasured": true }""");
        square.Show(2 * Minute, Stroll);
        square.Show(16, Burst);
        Assert.Equal((EventPhase.Start, 8), (Assert.Single(square.Said).Phase, square.Said[0].Count));
    }

    [Fact]
    public void It_says_nothing_before_it_has_learnt()
    {
        _square.Show(Minute / 3, Stroll);
        _square.Show(40, frame => Run(frame, 0, 0.35));
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void One_who_runs_is_no_crowd()
    {
        _square.Show(2 * Minute, Stroll);
        _square.Show(40, frame => [.. Stroll(frame)[1..], Square.Person(1, 0, 10 + frame * 0.35)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void All_who_walk_one_way_are_no_rush()
    {
        _square.Show(2 * Minute, Stroll);
        _square.Show(60, frame => Run(frame, 0, 0.13));
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Where_people_always_run_running_is_usual()
    {
        for (int lap = 0; lap < 40; lap++)
        {
            int first = lap * 10;
            _square.Show(40, frame => [.. Run(frame, first, 0.3)]);
        }

        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Players_who_run_every_way_are_no_rush()
    {
        _square.Show(2 * Minute, Stroll);
        _square.Show(50, frame => [.. Enumerable.Range(0, 8).Select(i => Square.Person(
            i + 1, i % 4 - 1.5 + 1.2 * Math.Sin(frame * 0.25 + i), 14 + i / 4 * 4 + 1.2 * Math.Cos(frame * 0.25 + i)))]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void A_crowd_is_of_three_at_least()
    {
        Assert.False(Square.TryRead("""{ "kind": "crowd_movement", "zone": "square", "persons": 2, "learn": "1s", "unmeasured": true }""", null, out _, out string complaints));
        Assert.StartsWith("$.rules[0].persons: 2: expected a whole number from 3 to 255", complaints, StringComparison.Ordinal);
        Assert.Contains("$.rules[0].learn: \"1s\": expected a duration", complaints, StringComparison.Ordinal);
    }

    // To and fro, each in its own step, up to 1 m/s.
    private static Track[] Stroll(int frame) => [.. Enumerable.Range(0, 8).Select(i => Square.Person(
        i + 1, i % 4 - 1.5 + 0.5 * Math.Sin(frame * 0.05 + i), 12 + i / 4 * 5 + 2 * Math.Sin(frame * 0.05 + 2 * i)))];

    private static Track[] Run(int frame, int first, double step) =>
        [.. Enumerable.Range(0, 8).Select(i => Square.Person(first + i + 1, i % 4 - 1.5, 9 + i / 4 * 2 + frame * step))];

    // From a ring of 1 m outwards, at 3.5 m/s.
    private static Track[] Burst(int frame) => [.. Enumerable.Range(0, 8).Select(i =>
    {
        double reach = 0.5 + frame * 0.35, angle = (i + 0.5) * Math.PI / 4;
        return Square.Person(i + 101, reach * Math.Cos(angle) * 0.7, 17 + reach * Math.Sin(angle));
    })];
}
