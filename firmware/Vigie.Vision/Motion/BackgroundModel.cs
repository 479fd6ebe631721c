using System.Numerics;
using System.Runtime.InteropServices;

namespace Vigie.Vision.Motion;

/// <summary>
/// What each cell of the picture looks like when nothing moves: its brightness and how much that usually varies, both followed with
/// exponential forgetting. A cell moves where it differs by more than a multiple of its own variation (after Stauffer and Grimson,
/// "Adaptive background mixture models", CVPR 1999, with one mode). Cells that move are learnt slowly, so that a parked car becomes
/// background but a person who stops for a moment does not.
/// </summary>
internal sealed class BackgroundModel
{
    private const float LeastChange = 7, UsualVariation = 1.5f, Variations = 4.5f;
    private const int FirstFrames = 25;
    private static readonly TimeSpan StillTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MovingTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RestlessTime = TimeSpan.FromSeconds(120);

    private readonly float[] _brightness;
    private readonly float[] _variation;
    private readonly float _leastChange;
    private readonly float _variations;
    private int _frames;

    /// <summary>Allocates room.</summary>
    /// <param name="length">How many cells, a multiple of a vector's length.</param>
    /// <param name="sensitivity">1 is normal; at 2 half the change is motion.</param>
    public BackgroundModel(int length, float sensitivity)
    {
        _brightness = new float[length];
        _variation = new float[length];
        _leastChange = LeastChange / sensitivity;
        _variations = Variations / sensitivity;
    }

    /// <summary>Whether nothing was learnt yet.</summary>
    public bool Empty => _frames == 0;

    /// <summary>Begins anew with this picture.</summary>
    public void Learn(ReadOnlySpan<float> now)
    {
        now.CopyTo(_brightness);
        _variation.AsSpan().Fill(UsualVariation);
        _frames = 1;
    }

    /// <summary>Compares a picture with the background and learns from it.</summary>
    /// <param name="now">Brightness of each cell, grey levels.</param>
    /// <param name="elapsed">Time since the last picture.</param>
    /// <param name="moving">Gets 1 for each cell that moves, else 0.</param>
    public void Compare(ReadOnlySpan<float> now, TimeSpan elapsed, Span<float> moving)
    {
        LightChange light = LightChange.Fit(_brightness, now);

        // Of the first pictures, each counts as much as those before it.
        _frames = Math.Min(_frames + 1, FirstFrames);
        float learnt = _frames < FirstFrames ? 1f / _frames : 0;
        Vector<float> still = new(MathF.Max(Share(elapsed, StillTime), learnt));
        Vector<float> slow = new(Share(elapsed, MovingTime)), slowest = new(Share(elapsed, RestlessTime));
        Vector<float> gain = new(light.Gain), offset = new(light.Offset), least = new(_leastChange), variations = new(_variations);
        ref float brightnesses = ref MemoryMarshal.GetArrayDataReference(_brightness);
        ref float widths = ref MemoryMarshal.GetArrayDataReference(_variation);
        for (int i = 0; i <= now.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> brightness = Vector.LoadUnsafe(ref brightnesses, (nuint)i) * gain + offset;
            Vector<float> variation = Vector.LoadUnsafe(ref widths, (nuint)i);
            Vector<float> change = new Vector<float>(now[i..]) - brightness, size = Vector.Abs(change);
            Vector<float> limit = Vector.Max(least, variation * variations);
            Vector<int> moves = Vector.GreaterThan(size, limit);
            Vector.ConditionalSelect(moves, Vector<float>.One, Vector<float>.Zero).CopyTo(moving[i..]);
            (brightness + change * Vector.ConditionalSelect(moves, slow, still)).StoreUnsafe(ref brightnesses, (nuint)i);

            // A tree in the wind makes its cells tolerant in minutes; what one object adds is bounded, or it would make them blind.
            Vector<float> more = Vector.Min(size, limit) - variation;
            (variation + more * Vector.ConditionalSelect(moves, slowest, still)).StoreUnsafe(ref widths, (nuint)i);
        }
    }

    private static float Share(TimeSpan elapsed, TimeSpan time) => 1 - MathF.Exp(-(float)(elapsed / time));
}
