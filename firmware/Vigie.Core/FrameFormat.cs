namespace Vigie.Core;

/// <summary>
/// Shape of an I420 frame: 8-bit luma of <c>Width x Height</c> bytes, then blue and red chroma, each of
/// <c>ChromaWidth x ChromaHeight</c> bytes; rows without padding.
/// </summary>
/// <param name="Width">Luma width, pixels.</param>
/// <param name="Height">Luma height, pixels.</param>
/// <param name="FullRange">True where luma spans 0-255 (JPEG), false where 16-235 (ITU-R BT.601 and BT.709).</param>
public readonly record struct FrameFormat(int Width, int Height, bool FullRange = false)
{
    /// <summary>Half the luma width, odd widths rounded up.</summary>
    public int ChromaWidth => (Width + 1) / 2;

    /// <summary>Half the luma height, odd heights rounded up.</summary>
    public int ChromaHeight => (Height + 1) / 2;

    /// <summary>Bytes of the luma plane.</summary>
    public int LumaBytes => Width * Height;

    /// <summary>Bytes of one chroma plane.</summary>
    public int ChromaBytes => ChromaWidth * ChromaHeight;

    /// <summary>Bytes of all three planes.</summary>
    public int TotalBytes => LumaBytes + 2 * ChromaBytes;
}
