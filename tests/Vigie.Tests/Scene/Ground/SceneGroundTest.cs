using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Tests.Scene.Ground;

/// <summary>Where tracks stand and how fast they move, once a frame for all rules.</summary>
public sealed class SceneGroundTest
{
    private static readonly FrameFormat Format = new(1600, 900);

    [Fact]
    public void A_walker_has_a_place_and_a_speed()
    {
        SceneGround ground = new(Format, 4, Pinhole.LampPost.Plane());
        for (int frame = 0; frame <= 20; frame++)
        {
            ground.Step(At(frame), [Walker(7, 0, 10 + frame * 0.14)]);
        }

        GroundTrack walker = Assert.Single(ground.Tracks.ToArray());
        Assert.True(walker is { Number: 7, IsPlaced: true, HasVelocity: true });
        Assert.Equal(12.8, walker.Place.From(new GroundPoint(0, 0)).Length, 0.1);
        Assert.Equal(1.4, walker.Speed, 0.05);
        Assert.InRange(walker.Uncertainty, 0, 0.02);
        Assert.True(ground.TryDirection(Pinhole.LampPost.See(1, 9), Pinhole.LampPost.See(1, 20), out GroundPoint away));
        Assert.Equal(1.4, walker.Velocity.Along(away), 0.05);
    }

    [Fact]
    public void Who_trembles_does_not_walk()
    {
        SceneGround ground = new(Format, 4, Pinhole.LampPost.Plane());
        for (int frame = 0; frame < 30; frame++)
        {
            ground.Step(At(frame), [Walker(7, frame * 7 % 5 * 0.03, 10 + frame * 3 % 4 * 0.05)]);
            Assert.InRange(ground.Tracks[0].HasVelocity ? ground.Tracks[0].Speed - 3 * ground.Tracks[0].Uncertainty : 0, double.MinValue, 0.05);
        }
    }

    [Fact]
    public void Without_a_plane_speeds_are_in_heights()
    {
        SceneGround ground = new(Format, 4);
        for (int frame = 0; frame <= 10; frame++)
        {
            ground.Step(At(frame), [new Track(1, Box.FromSize(100 + frame * 10, 200, 40, 100), 1, 1, default, At(frame), true)]);
        }

        GroundTrack walker = ground.Tracks[0];
        Assert.Equal((false, true), (walker.IsPlaced, walker.HasVelocity));
        Assert.Equal(1, walker.Velocity.X, 1e-3);
        Assert.Equal(0, walker.Velocity.Y, 1e-3);
    }

    [Fact]
    public void Who_is_cut_off_by_the_edge_stands_nobody_knows_where()
    {
        SceneGround ground = new(Format, 4, Pinhole.LampPost.Plane());
        ground.Step(At(0), [new Track(1, Box.FromSize(100, 700, 40, 200), 1, 1, default, At(0), true)]);
        Assert.False(ground.Tracks[0].IsPlaced);
        ground.Step(At(1), [new Track(1, Box.FromSize(100, 0, 40, 20), 1, 1, default, At(1), true)]);
        Assert.False(ground.Tracks[0].IsPlaced);
    }

    [Fact]
    public void Who_is_hidden_keeps_place_and_speed()
    {
        SceneGround ground = new(Format, 4, Pinhole.LampPost.Plane());
        for (int frame = 0; frame <= 10; frame++)
        {
            ground.Step(At(frame), [Walker(7, 0, 10 + frame * 0.14)]);
        }

        GroundTrack before = ground.Tracks[0];
        ground.Step(At(11), [Walker(7, 5, 30) with { Seen = false }]);
        Assert.Equal(before, ground.Tracks[0]);
    }

    [Fact]
    public void Each_track_has_its_own_history_whoever_comes_and_goes()
    {
        SceneGround ground = new(Format, 6, Pinhole.LampPost.Plane());
        for (int frame = 0; frame < 200; frame++)
        {
            // Numbers 1 to 6, each there for some frames, in the order of their numbers; each walks at a tenth of its number.
            Track[] tracks = [.. Enumerable.Range(1, 6).Where(number => (frame / 8 + number) % 3 != 0).Select(number => Walker(number, number - 3, 10 + frame % 40 * 0.01 * number))];
            ground.Step(At(frame), tracks);
            Assert.Equal(tracks.Select(track => track.Number), ground.Tracks.ToArray().Select(track => track.Number));
            if (frame % 40 is > 26)
            {
                Assert.All(ground.Tracks.ToArray().Where(track => track.HasVelocity), track => Assert.Equal(0.1 * track.Number, track.Speed, 0.02));
            }
        }
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        SceneGround ground = new(Format, 30, Pinhole.LampPost.Plane());
        Track[] tracks = [.. Enumerable.Range(1, 30).Select(number => Walker(number, number * 0.2 - 3, 10))];
        int frame = 0;
        Assert.Equal(0, AllocationMeter.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                ground.Step(At(frame++), tracks);
            }
        }));
    }

    private static TimeSpan At(int frame) => TimeSpan.FromMilliseconds(100 * frame);

    private static Track Walker(int number, double right, double ahead)
    {
        Point foot = Pinhole.LampPost.See(right, ahead), head = Pinhole.LampPost.See(right, ahead, 1.75);
        float x = foot.X * Format.Width, bottom = foot.Y * Format.Height, top = head.Y * Format.Height;
        return new Track(number, new Box(x - 20, top, x + 20, bottom), 1, 0.8f, default, default, true);
    }
}
