namespace Vigie.Vision.Motion;

/// <summary>What is wrong with pictures that arrive. A stream that brings none is no matter of pictures: it is stalled.</summary>
public enum PictureCondition
{
    /// <summary>Nothing, as far as pixels tell.</summary>
    Good,

    /// <summary>The same picture again and again: the camera's sensor or processor hangs, its encoder goes on.</summary>
    Frozen,

    /// <summary>Black all over: lens cap, no light at all, a dead sensor.</summary>
    Black,

    /// <summary>One even brightness without any contrast: covered, sprayed, fog, a beam of light into the lens.</summary>
    Covered,
}
