using Vigie.Core.Geometry;

namespace Vigie.Scene.Tracking;

/// <summary>
/// Constant-velocity Kalman filter of a box: centre x and y, width and height, in pixels and seconds. State as in BoT-SORT
/// (Aharon et al., 2022: width instead of SORT's aspect ratio), noise in proportion to the box's height as in DeepSORT and ByteTrack,
/// but by time instead of by frame, and by what bodies do: they change their pace, and do not jump.
/// </summary>
internal struct BoxFilter
{
    // Of the height: a detector's box is right to within a twentieth (ByteTrack's weight).
    private const double Measurement = 1.0 / 20;

    // In a second the centre changes its pace by about a third of the height a second: for a walker half a metre a second. A box
    // grows or shrinks much more evenly (SORT's noise of the scale's pace is a hundredth of that of the centre's, too).
    private const double Motion = 1.0 / 3;
    private const double Growth = 1.0 / 15;

    // At first sight: as fast as a runner, and growing as fast as what comes close.
    private const double FirstMotion = 2;
    private const double FirstGrowth = 0.2;

    // No object is thinner; keeps noise and sizes positive.
    private const double LeastSize = 1;

    private Axis _x, _y, _width, _height;

    /// <summary>A box seen once.</summary>
    public BoxFilter(in Box box)
    {
        double height = Math.Max(box.Height, LeastSize);
        double place = 2 * Measurement * height, motion = FirstMotion * height, growth = FirstGrowth * height;
        _x = new Axis((box.Left + box.Right) / 2, place, motion);
        _y = new Axis((box.Top + box.Bottom) / 2, place, motion);
        _width = new Axis(box.Width, place, growth);
        _height = new Axis(box.Height, place, growth);
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
        double motion = Square(Motion * height), growth = Square(Growth * height);
        _x.Predict(seconds, moving, motion);
        _y.Predict(seconds, moving, motion);
        _width.Predict(seconds, moving, growth);
        _height.Predict(seconds, moving, growth);
    }

    /// <summary>Takes a detection in.</summary>
    public void Correct(in Box box)
    {
        double deviation = Measurement * Math.Max(_height.Position, LeastSize);
        _x.Correct((box.Left + box.Right) / 2, deviation);
        _y.Correct((box.Top + box.Bottom) / 2, deviation);
        _width.Correct(box.Width, deviation);
        _height.Correct(box.Height, deviation);
    }

    /// <summary>
    /// Goes again over a time in which nothing was seen, as if the object had walked straight from where it was last seen to where it was
    /// found: observation-centric re-update (Cao et al., "Observation-Centric SORT", CVPR 2023). What the filter made up meanwhile is
    /// not kept, and its pace is that of the way that was really made. To be called on the filter as it was at the last sighting.
    /// </summary>
    /// <param name="from">Where it was last seen.</param>
    /// <param name="to">Where it was found: the last correction.</param>
    /// <param name="seconds">Time between.</param>
    /// <param name="steps">In how many steps: as many as there were looks, at least 1.</param>
    public void Retrace(in Box from, in Box to, double seconds, int steps)
    {
        for (int step = 1; step <= steps; step++)
        {
            float share = (float)step / steps;
            Predict(seconds / steps, seconds / steps);
            Correct(new Box(
                from.Left + (to.Left - from.Left) * share,
                from.Top + (to.Top - from.Top) * share,
                from.Right + (to.Right - from.Right) * share,
                from.Bottom + (to.Bottom - from.Bottom) * share));
        }
    }

    /// <summary>Size stays as it is: what cannot be seen is not known to grow.</summary>
    public void FreezeSize()
    {
        _width.Velocity = 0;
        _height.Velocity = 0;
    }

    private static double Square(double value) => value * value;
}
