using Vigie.Core.Geometry;

namespace Vigie.Scene.Tracking;

/// <summary>
/// Constant-velocity Kalman filter of a box: centre x and y, width and height, in pixels and seconds. State as in BoT-SORT
/// (Aharon et al., 2022: width instead of SORT's aspect ratio), noise in proportion to the box's height as in DeepSORT and ByteTrack.
/// </summary>
internal struct BoxFilter
{
    // ByteTrack's weights are for one frame of its data, 30 frames a second: a position is known to 1/20 of the height, and in a
    // frame drifts by as much; a velocity changes by 1/160 of the height a frame. Here both are rates by time.
    private const double Rate = 30;
    private const double PositionWeight = 1.0 / 20;
    private const double VelocityWeight = 1.0 / 160 * Rate;

    // No object is thinner; keeps noise and sizes positive.
    private const double LeastSize = 1;

    private Axis _x, _y, _width, _height;

    /// <summary>A box seen once.</summary>
    public BoxFilter(in Box box)
    {
        double height = Math.Max(box.Height, LeastSize);
        double position = 2 * PositionWeight * height, velocity = 10 * VelocityWeight * height;
        _x = new Axis((box.Left + box.Right) / 2, position, velocity);
        _y = new Axis((box.Top + box.Bottom) / 2, position, velocity);
        _width = new Axis(box.Width, position, velocity);
        _height = new Axis(box.Height, position, velocity);
    }

    /// <summary>The estimate.</summary>
    public readonly Box Box
    {
        get
        {
            double width = Math.Max(_width.Position, LeastSize), height = Math.Max(_height.Position, LeastSize);
            return Box.FromSize(
                (float)(_x.Position - width / 2), (float)(_y.Position - height / 2), (float)width, (float)height);
        }
    }

    /// <summary>Estimated velocity of the centre, pixels a second.</summary>
    public readonly Point Velocity => new((float)_x.Velocity, (float)_y.Velocity);

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">How much.</param>
    /// <param name="moving">For how much of it the box moves on.</param>
    public void Predict(double seconds, double moving)
    {
        double height = Math.Max(_height.Position, LeastSize);
        double position = Rate * Square(PositionWeight * height), velocity = Rate * Square(VelocityWeight * height);
        _x.Predict(seconds, moving, position, velocity);
        _y.Predict(seconds, moving, position, velocity);
        _width.Predict(seconds, moving, position, velocity);
        _height.Predict(seconds, moving, position, velocity);
    }

    /// <summary>Takes a detection in.</summary>
    public void Correct(in Box box)
    {
        double deviation = PositionWeight * Math.Max(_height.Position, LeastSize);
        _x.Correct((box.Left + box.Right) / 2, deviation);
        _y.Correct((box.Top + box.Bottom) / 2, deviation);
        _width.Correct(box.Width, deviation);
        _height.Correct(box.Height, deviation);
    }

    /// <summary>Size stays as it is: what cannot be seen is not known to grow.</summary>
    public void FreezeSize()
    {
        _width.Velocity = 0;
        _height.Velocity = 0;
    }

    private static double Square(double value) => value * value;
}
