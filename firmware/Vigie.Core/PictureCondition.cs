namespace Vigie.Core;

/// <summary>What is wrong with pictures that arrive. A stream that brings none is no matter of pictures: it is stalled.</summary>
public enum PictureCondition
{
    /// <summary>Nothing, as far as pixels tell.</summary>
    Good,

    /// <summary>The same picture again and again: the camera's sensor or processor hangs, its encoder goes on.</summary>
    Frozen,

    /// <summary>Black all over: lens cap, no light at all, a dead sensor.</summary>
    Black,

    /// <summary>Nothing of the usual view is left, and nothing fine in its place: covered, sprayed, fog, a beam of light into the lens.</summary>
    Covered,

    /// <summary>The usual view without its fine detail, in the same light: the lens is out of focus, wet or smeared.</summary>
    Defocused,

    /// <summary>A sharp view of something else: the camera was turned, or shifted.</summary>
    Moved,
}
