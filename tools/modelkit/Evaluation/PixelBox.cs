namespace Vigie.Modelkit.Evaluation;

/// <summary>A box as COCO writes it, in pixels of the picture, in the precision in which its scores are defined.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public readonly record struct PixelBox(double Left, double Top, double Width, double Height)
{
    /// <summary>
    /// How well this found box covers a true one: intersection over union; for a crowd, which has no single outline, the share of
    /// this box that lies inside (as COCOeval does).
    /// </summary>
    public double Overlap(in PixelBox truth, bool crowd)
    {
        double width = Math.Min(Left + Width, truth.Left + truth.Width) - Math.Max(Left, truth.Left);
        double height = Math.Min(Top + Height, truth.Top + truth.Height) - Math.Max(Top, truth.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        double common = width * height;
        double own = Width * Height;
        return common / (crowd ? own : own + truth.Width * truth.Height - common);
    }
}
