using Vigie.Core.Geometry;

namespace Vigie.Benchmarks.Tracking;

/// <summary>A track of SORT: Kalman filter of centre, area and aspect ratio, in frames. Its matrices join no two coordinates, so each is a filter of its own.</summary>
internal sealed class SortTrack
{
    private readonly SortAxis _x, _y, _area, _ratio;

    public SortTrack(int number, Box box)
    {
        Number = number;
        (double x, double y, double area, double ratio) = Measure(box);
        _x = new SortAxis(x, 1, 0.01);
        _y = new SortAxis(y, 1, 0.01);
        _area = new SortAxis(area, 10, 0.0001);
        _ratio = new SortAxis(ratio, 10, moves: 0);
    }

    public int Number { get; }

    /// <summary>Frames since it was last seen.</summary>
    public int Missed { get; private set; }

    public int HitsInARow { get; private set; }

    public Box Box
    {
        get
        {
            double width = Math.Sqrt(Math.Max(_area.Value * _ratio.Value, 1)), height = Math.Max(_area.Value, 1) / width;
            return Box.FromSize((float)(_x.Value - width / 2), (float)(_y.Value - height / 2), (float)width, (float)height);
        }
    }

    public void Predict()
    {
        if (_area.Value + _area.Pace <= 0)
        {
            _area.Stop();
        }

        _x.Predict();
        _y.Predict();
        _area.Predict();
        _ratio.Predict();
        HitsInARow = Missed > 0 ? 0 : HitsInARow;
        Missed++;
    }

    public void Correct(Box box)
    {
        (double x, double y, double area, double ratio) = Measure(box);
        _x.Correct(x);
        _y.Correct(y);
        _area.Correct(area);
        _ratio.Correct(ratio);
        Missed = 0;
        HitsInARow++;
    }

    private static (double X, double Y, double Area, double Ratio) Measure(Box box) =>
        ((box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2, box.Area, box.Width / box.Height);
}
