using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Models;

namespace Vigie.Vision.Preprocessing;

/// <summary>Where a source picture lies in a network's input, and back.</summary>
/// <param name="Left">First column of the picture in the input, pixels.</param>
/// <param name="Top">First row of the picture in the input, pixels.</param>
/// <param name="Width">Width of the picture in the input, pixels.</param>
/// <param name="Height">Height of the picture in the input, pixels.</param>
/// <param name="SourceWidth">Width of the source, pixels.</param>
/// <param name="SourceHeight">Height of the source, pixels.</param>
public readonly record struct LetterboxGeometry(int Left, int Top, int Width, int Height, int SourceWidth, int SourceHeight)
{
    /// <summary>Source pixels for one pixel of the input, across.</summary>
    public float ScaleX => (float)SourceWidth / Width;

    /// <summary>Source pixels for one pixel of the input, down.</summary>
    public float ScaleY => (float)SourceHeight / Height;

    /// <summary>Fits pictures of a format into a network's input as its manifest asks.</summary>
    public static LetterboxGeometry Of(FrameFormat source, NetworkInput input)
    {
        if (input.Resize == ResizeMode.Stretch)
        {
            return new LetterboxGeometry(0, 0, input.Width, input.Height, source.Width, source.Height);
        }

        double scale = Math.Min((double)input.Width / source.Width, (double)input.Height / source.Height);
        int width = Math.Clamp((int)Math.Round(source.Width * scale), 1, input.Width);
        int height = Math.Clamp((int)Math.Round(source.Height * scale), 1, input.Height);
        bool centred = input.Resize == ResizeMode.Letterbox;
        int left = centred ? (input.Width - width) / 2 : 0;
        int top = centred ? (input.Height - height) / 2 : 0;
        return new LetterboxGeometry(left, top, width, height, source.Width, source.Height);
    }

    /// <summary>A box of the input in pixels of the source, clipped to the source.</summary>
    public Box ToSource(in Box box) => new Box(
        (box.Left - Left) * ScaleX,
        (box.Top - Top) * ScaleY,
        (box.Right - Left) * ScaleX,
        (box.Bottom - Top) * ScaleY).Clip(SourceWidth, SourceHeight);
}
