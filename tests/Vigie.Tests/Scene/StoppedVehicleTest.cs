using Vigie.Contract;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>stopped_vehicle</c>: nobody may stop on the square for ten seconds.</summary>
public sealed class StoppedVehicleTest
{
    private readonly Square _square = new("""{ "kind": "stopped_vehicle", "zone": "square", "dwell": "10s", "clear": "5s", "unmeasured": true }""");

    [Fact]
    public void A_car_that_stops_is_told_and_ends_when_it_goes()
    {
        _square.Show(30, frame => [Square.Car(7, 1, 25 - frame * 0.3)]);
        _square.Show(94, _ => [Square.Car(7, 1, 16)]);
        Assert.Empty(_square.Said);
        _square.Show(60, _ => [Square.Car(7, 1, 16)]);
        SceneEvent start = Assert.Single(_square.Said);
        Assert.Equal((EventKind.StoppedVehicle, EventPhase.Start, 7, 3, 1), (start.Kind, start.Phase, start.Track, start.Class, start.Zone));
        _square.Show(60, frame => [Square.Car(7, 1, 16 - frame * 0.3)]);
        Assert.Equal([EventPhase.Start, EventPhase.End], _square.Said.Select(said => said.Phase));
    }

    [Fact]
    public void A_car_that_drives_or_creeps_is_not()
    {
        _square.Show(60, frame => [Square.Car(7, 1, 27 - frame * 0.3)]);
        _square.Show(1, _ => []);
        _square.Show(900, frame => [Square.Car(8, -4 + frame * 0.008, 14)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Neither_is_one_in_a_queue()
    {
        _square.Show(150, _ => [Square.Car(1, 1, 12), Square.Car(2, 1, 15), Square.Car(3, 1, 18)]);
        _square.Show(100, frame => [Square.Car(1, 1, 12 - frame * 0.05), Square.Car(2, 1, 15 - frame * 0.05), Square.Car(3, 1, 18 - frame * 0.05)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void Two_who_park_side_by_side_are_told_in_the_end()
    {
        _square.Show(305, _ => [Square.Car(1, 1, 12), Square.Car(2, -1.5, 12)]);
        Assert.Equal(2, _square.Said.Count);
    }

    [Fact]
    public void Others_that_drive_past_are_no_queue()
    {
        _square.Show(120, frame => [Square.Car(1, 2, 14), Square.Car(10 + frame / 40, -1.5, 26 - frame % 40 * 0.4)]);
        Assert.Equal(1, Assert.Single(_square.Said).Track);
    }

    [Fact]
    public void What_passes_before_it_makes_no_difference()
    {
        _square.Show(50, _ => [Square.Car(7, 1, 16)]);
        _square.Show(20, _ => [Square.Car(7, 1, 16, seen: false)]);
        _square.Show(35, _ => [Square.Car(7, 1, 16)]);
        Assert.Equal(10, Assert.Single(_square.Said).At.TotalSeconds, 0.2);
    }

    [Fact]
    public void A_track_that_was_lost_and_found_is_the_same_vehicle()
    {
        _square.Show(60, _ => [Square.Car(7, 1, 16)]);
        _square.Show(20, _ => []);
        _square.Show(60, _ => [Square.Car(9, 1.1, 16)]);
        Assert.Equal((EventPhase.Start, 9), (Assert.Single(_square.Said).Phase, _square.Said[0].Track));
        _square.Show(20, _ => []);
        _square.Show(60, _ => [Square.Car(11, 1, 16)]);
        Assert.Single(_square.Said);
        _square.Show(60, _ => []);
        Assert.Equal([EventPhase.Start, EventPhase.End], _square.Said.Select(said => said.Phase));
    }

    [Fact]
    public void A_person_is_no_vehicle_and_outside_is_not_the_square()
    {
        _square.Show(200, _ => [Square.Person(1, 0, 12), Square.Car(2, 12, 20)]);
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void The_end_of_the_film_ends_it()
    {
        _square.Show(150, _ => [Square.Car(7, 1, 16)]);
        _square.Finish();
        Assert.Equal([EventPhase.Start, EventPhase.End], _square.Said.Select(said => said.Phase));
    }
}
