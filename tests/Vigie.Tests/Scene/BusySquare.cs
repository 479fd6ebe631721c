using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Tests.Scene;

/// <summary>People on a made-up square as a detector would see them, 1280 x 720: as many as are wanted, each coming, walking, standing and going. Allocates nothing.</summary>
/// <param name="most">Most people at a time.</param>
/// <param name="seed">The same seed gives the same people.</param>
internal sealed class BusySquare(int most, int seed)
{
    private readonly Random _random = new(seed);
    private readonly SquareWalker[] _walkers = new SquareWalker[most];
    private readonly Detection[] _detections = new Detection[most];

    /// <summary>The camera's frames.</summary>
    public static FrameFormat Format { get; } = new(1280, 720);

    /// <summary>People there now.</summary>
    public int Present { get; private set; }

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">How much.</param>
    /// <param name="wanted">How many there should be; who is too many leaves in their own time.</param>
    /// <returns>What is detected; valid until the next call.</returns>
    public ReadOnlySpan<Detection> Next(double seconds, int wanted)
    {
        // One comes in a frame at most, as through a gate.
        bool mayEnter = Present < wanted;
        Present = 0;
        foreach (ref SquareWalker walker in _walkers.AsSpan())
        {
            if (!walker.IsPresent && mayEnter)
            {
                walker.Enter(_random);
                mayEnter = false;
            }

            if (walker.IsPresent)
            {
                walker.Walk(seconds, _random);
                Present++;
            }
        }

        int count = 0;
        foreach (ref readonly SquareWalker walker in _walkers.AsSpan())
        {
            Detection seen = walker.IsPresent ? walker.See(HiddenShare(walker), _random) : default;
            if (seen.Score > 0)
            {
                _detections[count++] = seen;
            }
        }

        return _detections.AsSpan(0, count);
    }

    /// <summary>Something frightens all who are there.</summary>
    /// <param name="pace">How fast they run, metres a second.</param>
    public void Frighten(double pace)
    {
        foreach (ref SquareWalker walker in _walkers.AsSpan())
        {
            walker.Flee(pace);
        }
    }

    private double HiddenShare(in SquareWalker walker)
    {
        double hidden = 0;
        foreach (ref readonly SquareWalker other in _walkers.AsSpan())
        {
            if (other.IsPresent && other.Distance < walker.Distance)
            {
                Box mine = walker.Box, theirs = other.Box;
                double width = Math.Min(mine.Right, theirs.Right) - Math.Max(mine.Left, theirs.Left);
                double height = Math.Min(mine.Bottom, theirs.Bottom) - Math.Max(mine.Top, theirs.Top);
                hidden = Math.Max(hidden, width > 0 && height > 0 ? width * height / mine.Area : 0);
            }
        }

        return hidden;
    }
}
