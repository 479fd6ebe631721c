using Vigie.Contract;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>wrong_way</c>: the right way is away from the camera.</summary>
public sealed class WrongWayTest
{
    private readonly Square _square = new(Rule("5m"));

    [Fact]
    public void Who_walks_five_metres_against_it_is_told_with_his_speed()
    {
        _square.Show(70, frame => [Square.Person(7, 0, 24 - frame * 0.15)]);
        SceneEvent start = Assert.Single(_square.Said);
        Assert.Equal((EventKind.WrongWay, EventPhase.Start, 7, 1), (start.Kind, start.Phase, start.Track, start.Class));
        Assert.InRange(start.At.TotalSeconds, 3.3, 4.5);
        Assert.Equal(5.4, start.KilometresAnHour, 0.3);
        _square.Show(60, _ => [Square.Person(7, 0, 24 - 69 * 0.15)]);
        Assert.Equal([EventPhase.Start, EventPhase.End], _square.Said.Select(said => said.Phase));
        Assert.Equal(5.4, _square.Said[1].KilometresAnHour, 0.5);
    }

    [Fact]
    public void A_car_against_it_is_told()
    {
        _square.Show(15, frame => [Square.Car(7, 1, 26 - frame * 1.0)]);
        Assert.Equal(36, Assert.Single(_square.Said).KilometresAnHour, 2);
    }

    [Fact]
    public void With_it_or_across_it_nobody_is()
    {
        _square.Show(80, frame => [Square.Person(1, 0, 10 + frame * 0.15), Square.Person(2, -4 + frame * 0.1, 14)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Who_trembles_goes_nowhere()
    {
        _square.Show(3000, frame => [Square.Person(1, frame * 7 % 5 * 0.04, 12 + frame * 3 % 4 * 0.1)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Who_paces_up_and_down_goes_nowhere()
    {
        _square.Show(1200, frame => [Square.Person(1, 0, 14 + 1.5 * Math.Sin(frame * 0.08))]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Who_hesitates_and_turns_back_is_not_told()
    {
        _square.Show(20, frame => [Square.Person(1, 0, 16 - frame * 0.15)]);
        _square.Show(30, _ => [Square.Person(1, 0, 13)]);
        _square.Show(60, frame => [Square.Person(1, 0, 13 + frame * 0.15)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Who_hesitates_and_goes_on_is_told_later()
    {
        _square.Show(20, frame => [Square.Person(1, 0, 20 - frame * 0.15)]);
        _square.Show(50, _ => [Square.Person(1, 0, 17)]);
        Assert.Empty(_square.Said);
        _square.Show(40, frame => [Square.Person(1, 0, 17 - frame * 0.15)]);
        Assert.Single(_square.Said);
    }

    [Fact]
    public void A_track_that_ends_ends_it()
    {
        _square.Show(60, frame => [Square.Person(7, 0, 24 - frame * 0.15)]);
        _square.Show(1, _ => []);
        Assert.Equal([EventPhase.Start, EventPhase.End], _square.Said.Select(said => said.Phase));
        Assert.True(_square.Said[1].KilometresAnHour > 5);
    }

    [Fact]
    public void Without_a_plane_it_is_decided_in_heights_and_has_no_speed()
    {
        Square square = new(Rule("2heights"), knowsGround: false);
        square.Show(70, frame => [Square.Person(7, 0, 20 - frame * 0.15)]);
        Assert.Equal(0, Assert.Single(square.Said).KilometresAnHour);
        square = new(Rule("2heights"), knowsGround: false);
        square.Show(70, frame => [Square.Person(7, 0, 9.5 + frame * 0.15)]);
        Assert.Empty(square.Said);
    }

    [Theory]
    [InlineData("""{ "kind": "wrong_way", "zone": "square", "unmeasured": true }""", "$.rules[0].from: is missing: expected a point [x, y]")]
    [InlineData("""{ "kind": "wrong_way", "zone": "square", "from": [0.5, 0.5], "to": [0.5, 0.5], "unmeasured": true }""", "$.rules[0].to: [0.5, 0.5]: expected an arrow with a length")]
    [InlineData("""{ "kind": "wrong_way", "zone": "square", "from": [0.5, 0.5], "to": [0.5, 0.6], "distance": "5m", "unmeasured": true }""", "$.rules[0].distance: \"5m\": is in metres, but this camera has no ground plane")]
    [InlineData("""{ "kind": "wrong_way", "zone": "square", "from": [0.5, 0.5], "to": [0.5, 0.6] }""", "$.rules[0].unmeasured: is missing: nobody has measured")]
    public void What_is_wrong_is_said_at_the_door(string rule, string expected)
    {
        Assert.False(Square.TryRead(rule, null, out _, out string complaints));
        Assert.StartsWith(expected, complaints, StringComparison.Ordinal);
    }

    private static string Rule(string distance)
    {
        Point from = Square.See(0, 10), to = Square.See(0, 25);
        return FormattableString.Invariant(
            $$"""{ "kind": "wrong_way", "zone": "square", "from": [{{from.X}}, {{from.Y}}], "to": [{{to.X}}, {{to.Y}}], "distance": "{{distance}}", "unmeasured": true }""");
    }
}
