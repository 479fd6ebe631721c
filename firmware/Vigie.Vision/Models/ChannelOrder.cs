namespace Vigie.Vision.Models;

/// <summary>Order of the three colour planes of a network's input.</summary>
public enum ChannelOrder
{
    /// <summary>Blue, green, red: networks trained with OpenCV.</summary>
    Bgr,

    /// <summary>Red, green, blue.</summary>
    Rgb,
}
