using Vigie.Vision.Models;

namespace Vigie.Modelkit.PostTraining;

/// <summary>How the integer network takes the picture: as bytes where the normalisation has a place to go, as normalised floats elsewhere.</summary>
/// <param name="Bytes">Whether it takes bytes.</param>
/// <param name="Folded">Whether the normalisation goes into the convolutions that read it.</param>
/// <param name="ZeroPoint">The byte that convolutions take for 0, at their borders too.</param>
/// <param name="Mean">What the float network wants subtracted.</param>
/// <param name="Deviation">By what it wants to be divided.</param>
public sealed record PictureInput(bool Bytes, bool Folded, byte ZeroPoint, float[] Mean, float[] Deviation)
{
    /// <summary>What suits a network whose input these nodes read.</summary>
    public static PictureInput Of(NetworkInput input, bool convolutionsOnly)
    {
        float[] mean = [.. input.Mean], deviation = [.. input.Deviation];
        if (mean.All(value => value == 0) && deviation.All(value => value == 1))
        {
            return new PictureInput(true, false, 0, mean, deviation);
        }

        // Padding stands for 0, which is the mean; a letterbox's border goes on beyond the picture's edge.
        int zero = input.Resize == ResizeMode.Stretch ? (int)Math.Round(mean.Average()) : input.Fill;
        return convolutionsOnly && zero is >= 0 and <= 255
            ? new PictureInput(true, true, (byte)zero, mean, deviation)
            : new PictureInput(false, false, 0, mean, deviation);
    }
}
