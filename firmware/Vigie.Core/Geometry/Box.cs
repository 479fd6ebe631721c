namespace Vigie.Core.Geometry;

/// <summary>
/// An axis-aligned box in pixels of the source frame: origin in the top left corner, y downwards,
/// <paramref name="Right"/> and <paramref name="Bottom"/> exclusive.
/// </summary>
/// <param name="Left">Left edge, pixels.</param>
/// <param name="Top">Top edge, pixels.</param>
/// <param name="Right">Right edge, pixels.</param>
/// <param name="Bottom">Bottom edge, pixels.</param>
public readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Width in pixels; negative for a box turned inside out.</summary>
    public float Width => Right - Left;

    /// <summary>Height in pixels; negative for a box turned inside out.</summary>
    public float Height => Bottom - Top;

    /// <summary>Area in square pixels, 0 for an empty box.</summary>
    public float Area => MathF.Max(0, Width) * MathF.Max(0, Height);

    /// <summary>Where the object stands: the middle of the lower edge.</summary>
    public Point Foot => new((Left + Right) / 2, Bottom);

    /// <summary>The box of this position and size.</summary>
    public static Box FromSize(float left, float top, float width, float height) => new(left, top, left + width, top + height);

    /// <summary>Intersection over union with <paramref name="other"/>: 0 (apart) to 1 (equal); 0 where both are empty.</summary>
    public float IntersectionOverUnion(in Box other)
    {
        // An area too small for a float is none.
        float intersection = IntersectionArea(other);
        return intersection > 0 ? intersection / (Area + other.Area - intersection) : 0;
    }

    /// <summary>Area in square pixels of what lies in both; 0 where they are apart.</summary>
    public float IntersectionArea(in Box other)
    {
        float width = MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left);
        float height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top);
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    /// <summary>The smallest box around both.</summary>
    public Box Around(in Box other) => new(
        MathF.Min(Left, other.Left),
        MathF.Min(Top, other.Top),
        MathF.Max(Right, other.Right),
        MathF.Max(Bottom, other.Bottom));

    /// <summary>The part of this box that lies in a frame of this size.</summary>
    public Box Clip(float width, float height) => new(
        Math.Clamp(Left, 0, width),
        Math.Clamp(Top, 0, height),
        Math.Clamp(Right, 0, width),
        Math.Clamp(Bottom, 0, height));
}
