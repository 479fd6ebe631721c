using CsCheck;
using Vigie.Core.Geometry;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

public sealed class BoxFilterTest
{
    [Fact]
    public void One_long_step_is_many_short_ones() => Gen.Select(Gen.Double[0.01, 2], Gen.Double[0.01, 2], Gen.Double[-200, 200]).Sample((first, second, speed) =>
    {
        var once = new Axis(10, 3, 50) { Velocity = speed };
        Axis twice = once;
        once.Predict(first + second, first + second, 400);
        twice.Predict(first, first, 400);
        twice.Predict(second, second, 400);
        Assert.Equal(once.Position, twice.Position, 9);

        // The variances show in what a measurement does to them.
        once.Correct(50, 4);
        twice.Correct(50, 4);
        Assert.Equal(once.Position, twice.Position, 6);
        Assert.Equal(once.Velocity, twice.Velocity, 6);
    });

    [Fact]
    public void An_axis_is_the_textbook_filter()
    {
        // By hand: P = diag(4, 9), F over 2 s = [1 2; 0 1], no noise: P' = [40 18; 18 9]; R = 10: K = (0.8, 0.36).
        var axis = new Axis(0, 2, 3) { Velocity = 1 };
        axis.Predict(2, 2, 0);
        Assert.Equal(2, axis.Position, 12);
        axis.Correct(12, Math.Sqrt(10));
        Assert.Equal(2 + 0.8 * 10, axis.Position, 12);
        Assert.Equal(1 + 0.36 * 10, axis.Velocity, 12);

        // P'' = (I - K H) P' = [8 3.6; 3.6 2.52]; again R = 10: K = (8 / 18, 3.6 / 18).
        axis.Correct(19, Math.Sqrt(10));
        Assert.Equal(10 + 8.0 / 18 * 9, axis.Position, 12);
        Assert.Equal(4.6 + 3.6 / 18 * 9, axis.Velocity, 12);
    }

    [Theory]
    [InlineData(0.04)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void Even_motion_is_learnt_at_any_frame_rate(double seconds)
    {
        const float Speed = 80;
        var filter = new BoxFilter(Box.FromSize(0, 0, 30, 80));
        for (int i = 1; i <= 30; i++)
        {
            filter.Predict(seconds, seconds);
            filter.Correct(Box.FromSize((float)(i * seconds * Speed), 0, 30, 80));
        }

        Assert.Equal(Speed, filter.Velocity.X, 2f);
        Assert.Equal(0, filter.Velocity.Y, 0.01f);
        Assert.Equal((float)(30 * seconds * Speed), filter.Box.Left, 1f);
    }

    // It stood, was hidden for a second and was found two heights further on: it walks 160 pixels a second. The filter that only predicts learns less of it.
    [Fact]
    public void What_was_hidden_is_followed_again_along_its_real_way()
    {
        Box before = Box.FromSize(0, 0, 30, 80), after = Box.FromSize(160, 0, 30, 80);
        var filter = new BoxFilter(before);
        for (int i = 0; i < 30; i++)
        {
            filter.Predict(0.1, 0.1);
            filter.Correct(before);
        }

        BoxFilter predicted = filter, retraced = filter;
        predicted.Predict(1, 1);
        predicted.Correct(after);
        retraced.Retrace(before, after, seconds: 1, steps: 10);
        Assert.InRange(retraced.Velocity.X, 120, 180);
        Assert.True(Math.Abs(retraced.Velocity.X - 160) < Math.Abs(predicted.Velocity.X - 160), $"{retraced.Velocity.X} and {predicted.Velocity.X}");
        Assert.Equal(160, retraced.Box.Left, 15f);
    }

    [Fact]
    public void A_box_stays_a_box_however_long_it_is_predicted() => Gen.Select(Gen.Double[-300, 300], Gen.Double[0.1, 100]).Sample((growth, seconds) =>
    {
        var filter = new BoxFilter(Box.FromSize(0, 0, 20, 20));
        filter.Predict(0.1, 0.1);
        filter.Correct(Box.FromSize(0, 0, (float)Math.Max(1, 20 + growth), (float)Math.Max(1, 20 + growth)));
        filter.Predict(seconds, seconds);
        Assert.True(filter.Box.Width >= 0.99f && filter.Box.Height >= 0.99f && float.IsFinite(filter.Box.Area));
    });
}
