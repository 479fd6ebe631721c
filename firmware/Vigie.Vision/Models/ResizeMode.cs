namespace Vigie.Vision.Models;

/// <summary>How a picture of any size is brought to a network's input size.</summary>
public enum ResizeMode
{
    /// <summary>Proportions kept, centred, the rest filled.</summary>
    Letterbox,

    /// <summary>Proportions kept, in the top left corner, the rest filled (YOLOX).</summary>
    LetterboxTopLeft,

    /// <summary>Width and height stretched each by its own factor; nothing to fill.</summary>
    Stretch,
}
