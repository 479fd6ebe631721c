namespace Vigie.Scene.Ground;

/// <summary>
/// The last foot points of one track, and the straight line of even motion through them (least squares, so that a trembling box is not taken for
/// a walk).
/// </summary>
internal sealed class GroundPath
{
    private const int Capacity = 16;
    private const double Window = 1.5;
    private const double Spacing = 0.09;

    // Where looks are rare, three of them still make a line.
    private const int Fewest = 3;
    private const double LongestWindow = 6;
    private const double ShortestSpan = 0.4;

    private readonly (double At, GroundPoint Place)[] _samples = new (double, GroundPoint)[Capacity];
    private int _first;
    private int _count;
    private double _height;

    /// <summary>Where it is, and how it moves.</summary>
    public GroundTrack Now { get; private set; }

    /// <summary>Forgets what it knew: another track.</summary>
    public void Begin(int number) => (_first, _count, _height, Now) = (0, 0, 0, default(GroundTrack) with { Number = number });

    /// <summary>It is seen, but not where it stands.</summary>
    public void Lose() => Now = Now with { IsPlaced = false, HasVelocity = false };

    /// <summary>It is seen.</summary>
    /// <param name="at">Seconds of frame time.</param>
    /// <param name="place">Metres; or pixels, where there is no ground plane.</param>
    /// <param name="height">What a unit of speed is: 1; or its height in pixels.</param>
    /// <param name="isPlaced">Whether <paramref name="place"/> is in metres.</param>
    public void See(double at, GroundPoint place, double height, bool isPlaced)
    {
        _height = _height == 0 ? height : _height + (height - _height) / 4;
        Now = Now with { IsPlaced = isPlaced, Place = isPlaced ? place : default };
        if (_count > 0 && at - this[_count - 1].At < Spacing)
        {
            return;
        }

        while (_count > 0 && IsPast(at))
        {
            _first = (_first + 1) % Capacity;
            _count--;
        }

        _samples[(_first + _count++) % Capacity] = (at, place);
        Measure();
    }

    private ref (double At, GroundPoint Place) this[int index] => ref _samples[(_first + index) % Capacity];

    private bool IsPast(double at)
    {
        double age = at - this[0].At;
        return _count == Capacity || age > LongestWindow || (age > Window && _count >= Fewest);
    }

    private void Measure()
    {
        double at = 0, x = 0, y = 0;
        for (int i = 0; i < _count; i++)
        {
            ref readonly (double At, GroundPoint Place) sample = ref this[i];
            (at, x, y) = (at + sample.At / _count, x + sample.Place.X / _count, y + sample.Place.Y / _count);
        }

        double tt = 0, tx = 0, ty = 0, xx = 0;
        for (int i = 0; i < _count; i++)
        {
            ref readonly (double At, GroundPoint Place) sample = ref this[i];
            double t = sample.At - at, dx = sample.Place.X - x, dy = sample.Place.Y - y;
            (tt, tx, ty, xx) = (tt + t * t, tx + t * dx, ty + t * dy, xx + dx * dx + dy * dy);
        }

        bool isLong = _count >= Fewest && this[_count - 1].At - this[0].At >= ShortestSpan;
        if (!isLong)
        {
            Now = Now with { HasVelocity = false, Velocity = default, Uncertainty = 0 };
            return;
        }

        // Standard error of a slope: what the line leaves over, spread over the degrees of freedom of two coordinates.
        double left = Math.Max(0, xx - (tx * tx + ty * ty) / tt);
        Now = Now with
        {
            HasVelocity = true,
            Velocity = new GroundPoint(tx / tt / _height, ty / tt / _height),
            Uncertainty = Math.Sqrt(left / Math.Max(1, 2 * (_count - 2)) / tt) / _height,
        };
    }
}
