namespace Vigie.Contract;

/// <summary>
/// A box in per mille of the frame: x to the right in 1/1000 of its width, y down in 1/1000 of its height, from the upper left
/// corner. It lies in the frame: left + width and top + height are at most 1000.
/// </summary>
/// <param name="Left">Left edge, 0 to 1000.</param>
/// <param name="Top">Upper edge, 0 to 1000.</param>
/// <param name="Width">Width, 0 to 1000.</param>
/// <param name="Height">Height, 0 to 1000.</param>
public readonly record struct BoxPerMille(int Left, int Top, int Width, int Height)
{
    /// <summary>The whole of a frame's width or height.</summary>
    public const int Whole = 1000;

    /// <summary>Whether it lies in the frame.</summary>
    public bool IsValid =>
        Left >= 0 && Top >= 0 && Width >= 0 && Height >= 0 && Left <= Whole - Width && Top <= Whole - Height;

    /// <summary>The nearest box to one in pixels of the source; what stands out of the frame is cut off.</summary>
    /// <param name="left">Left edge in pixels.</param>
    /// <param name="top">Upper edge in pixels.</param>
    /// <param name="right">Right edge in pixels, exclusive.</param>
    /// <param name="bottom">Lower edge in pixels, exclusive.</param>
    /// <param name="frameWidth">Width of the frame in pixels, more than 0.</param>
    /// <param name="frameHeight">Height of the frame in pixels, more than 0.</param>
    public static BoxPerMille FromPixels(float left, float top, float right, float bottom, int frameWidth, int frameHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameHeight);
        int x = Edge(left, frameWidth);
        int y = Edge(top, frameHeight);
        return new BoxPerMille(x, y, Math.Max(0, Edge(right, frameWidth) - x), Math.Max(0, Edge(bottom, frameHeight) - y));
    }

    private static int Edge(float pixels, int size) =>
        (int)Math.Clamp(Math.Round((double)pixels * Whole / size, MidpointRounding.AwayFromZero), 0, Whole);
}
