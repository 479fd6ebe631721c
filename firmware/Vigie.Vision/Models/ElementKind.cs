namespace Vigie.Vision.Models;

/// <summary>Type of one number of a network's input.</summary>
public enum ElementKind
{
    /// <summary>Called uint8 in a manifest: one byte, the pixel value 0 to 255: normalisation is folded into the network.</summary>
    Pixel,

    /// <summary>Called float32 in a manifest: IEEE 754 single precision, normalised by <see cref="NetworkInput.Mean"/> and <see cref="NetworkInput.Deviation"/>.</summary>
    Normalised,
}
