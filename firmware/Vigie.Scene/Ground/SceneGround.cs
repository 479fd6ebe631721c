using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>
/// What every rule of a camera is built on: its frames, how many tracks there can be, and, once a frame for all rules, where each track stands and
/// how it moves. All memory is allocated at construction. Not safe for threads.
/// </summary>
public sealed class SceneGround
{
    // A box that ends here is cut off by the picture's edge: nobody sees where its object stands.
    private const float CutOff = 0.995f;

    private readonly GroundPath[] _paths;
    private readonly GroundTrack[] _tracks;
    private int _count;

    /// <summary>Knows of no track yet.</summary>
    /// <param name="format">The camera's frames.</param>
    /// <param name="maximumTracks">The most tracks that a frame can show.</param>
    /// <param name="plane">The camera's ground plane; null: it has none.</param>
    public SceneGround(FrameFormat format, int maximumTracks, GroundPlane? plane = null)
    {
        (Format, MaximumTracks, Plane) = (format, maximumTracks, plane);
        _tracks = new GroundTrack[maximumTracks];
        _paths = new GroundPath[maximumTracks];
        for (int i = 0; i < maximumTracks; i++)
        {
            _paths[i] = new GroundPath();
        }
    }

    /// <summary>The camera's frames.</summary>
    public FrameFormat Format { get; }

    /// <summary>The most tracks that a frame can show.</summary>
    public int MaximumTracks { get; }

    /// <summary>The ground plane; null: lengths are told in the objects' own heights.</summary>
    public GroundPlane? Plane { get; }

    /// <summary>The tracks of the frame that the rules look at, in its order: one for each that <see cref="Rules.Rule.Step"/> is shown.</summary>
    public ReadOnlySpan<GroundTrack> Tracks => _tracks.AsSpan(0, _count);

    /// <summary>Follows a frame's tracks, and forgets those that are not among them. The rules' owner calls it, before them.</summary>
    /// <param name="at">The frame's time.</param>
    /// <param name="tracks">All of its tracks.</param>
    public void Step(TimeSpan at, ReadOnlySpan<Track> tracks)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            TakePath(i, tracks[i].Number);
            if (tracks[i].Seen)
            {
                See(_paths[i], at.TotalSeconds, tracks[i].Box);
            }

            _tracks[i] = _paths[i].Now;
        }

        _count = tracks.Length;
    }

    /// <summary>A speed as <see cref="GroundTrack.Speed"/> has it, in km/h; 0 where there is no ground plane, and so no metres.</summary>
    public double KilometresAnHour(double speed) => Plane is null ? 0 : 3.6 * speed;

    /// <summary>The direction on the ground, or across the picture where there is no plane, of an arrow in the picture.</summary>
    /// <param name="from">In the unit square.</param>
    /// <param name="to">In the unit square.</param>
    /// <param name="way">A way of length 1, as <see cref="GroundTrack.Velocity"/> has it.</param>
    /// <returns>False where the arrow has no length, or an end at or beyond the horizon.</returns>
    public bool TryDirection(Point from, Point to, out GroundPoint way)
    {
        GroundPoint a = new(from.X * Format.Width, from.Y * Format.Height), b = new(to.X * Format.Width, to.Y * Format.Height);
        bool isGround = Plane is null || (Plane.TryPlace(from, out a) & Plane.TryPlace(to, out b));
        GroundPoint whole = b.From(a);
        way = new GroundPoint(whole.X / whole.Length, whole.Y / whole.Length);
        return isGround && whole.Length > 0;
    }

    // Paths stand in the order of the last frame's tracks, those of nobody behind them.
    private void TakePath(int index, int number)
    {
        int found = index;
        while (found < _count && _paths[found].Now.Number != number)
        {
            found++;
        }

        bool isNew = found >= _count;
        if (isNew)
        {
            // A free path: those of tracks that may still come in this frame stay. Where none is free, somebody's history begins anew.
            found = Math.Max(index, Math.Min(_count, _paths.Length - 1));
            _count = Math.Min(_count + 1, _paths.Length);
        }

        (_paths[index], _paths[found]) = (_paths[found], _paths[index]);
        if (isNew)
        {
            _paths[index].Begin(number);
        }
    }

    private void See(GroundPath path, double at, Box box)
    {
        if (box.Bottom >= CutOff * Format.Height)
        {
            path.Lose();
        }
        else if (Plane is null)
        {
            path.See(at, new GroundPoint(box.Foot.X, box.Foot.Y), Math.Max(1, box.Height), isPlaced: false);
        }
        else if (Plane.TryPlace(new Point(box.Foot.X / Format.Width, box.Foot.Y / Format.Height), out GroundPoint place))
        {
            path.See(at, place, 1, isPlaced: true);
        }
        else
        {
            path.Lose();
        }
    }
}
