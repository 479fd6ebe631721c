using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.CrowdMovement;

/// <summary>How those in a zone move in one frame, all together.</summary>
/// <param name="capacity">The most that there can be.</param>
internal sealed class CrowdMotion(int capacity)
{
    private readonly double[] _speeds = new double[capacity];
    private readonly GroundPoint[] _velocities = new GroundPoint[capacity];
    private readonly GroundPoint[] _feet = new GroundPoint[capacity];
    private double _scores;

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>The middle one of their speeds: as <see cref="GroundTrack.Velocity"/> has it.</summary>
    public double Median { get; private set; }

    /// <summary>
    /// How far they all go one way, 0 to 1: the length of the mean of their directions (the order parameter of Vicsek et al., "Novel Type of Phase
    /// Transition in a System of Self-Driven Particles", 1995).
    /// </summary>
    public double Order { get; private set; }

    /// <summary>How far they all go away from their middle, -1 to 1: the mean cosine.</summary>
    public double Dispersal { get; private set; }

    /// <summary>Around all of them: pixels.</summary>
    public Box Around { get; private set; }

    /// <summary>Mean score of their detections.</summary>
    public float Score => Count == 0 ? 0 : (float)(_scores / Count);

    /// <summary>Begins a frame.</summary>
    public void Clear() => (Count, _scores, Median, Order, Dispersal) = (0, 0, 0, 0, 0);

    /// <summary>Adds one whose velocity is known.</summary>
    public void Add(in Track track, in GroundTrack moved)
    {
        Box box = track.Box;
        Around = Count == 0 ? box : Around.Around(box);
        _scores += track.Score;
        _speeds[Count] = moved.Speed;
        _velocities[Count] = moved.Velocity;

        // Places on the ground and in the picture never mix: without a plane nobody has one, and with one only who has is added.
        _feet[Count++] = moved.IsPlaced ? moved.Place : new GroundPoint(box.Foot.X, box.Foot.Y);
    }

    /// <summary>Measures all who were added.</summary>
    public void Measure()
    {
        if (Count == 0)
        {
            return;
        }

        double x = 0, y = 0, ways = 0, wayX = 0, wayY = 0;
        for (int i = 0; i < Count; i++)
        {
            (x, y) = (x + _feet[i].X / Count, y + _feet[i].Y / Count);
        }

        for (int i = 0; i < Count; i++)
        {
            double speed = _speeds[i];
            GroundPoint outwards = _feet[i].From(new GroundPoint(x, y));
            if (speed > 0)
            {
                (wayX, wayY) = (wayX + _velocities[i].X / speed, wayY + _velocities[i].Y / speed);
                ways += outwards.Length > 0 ? _velocities[i].Along(outwards) / speed / outwards.Length : 0;
            }
        }

        (Order, Dispersal) = (Math.Sqrt(wayX * wayX + wayY * wayY) / Count, ways / Count);
        Span<double> speeds = _speeds.AsSpan(0, Count);
        speeds.Sort();
        Median = speeds[Count / 2];
    }
}
