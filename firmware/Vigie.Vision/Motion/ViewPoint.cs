namespace Vigie.Vision.Motion;

/// <summary>A place where the view has an edge that stays.</summary>
/// <param name="Column">Column of its cell.</param>
/// <param name="Row">Row of its cell.</param>
/// <param name="Block">The block that it stands for.</param>
/// <param name="GradientX">Grey levels from the cell on its left to that on its right, on average.</param>
/// <param name="GradientY">Grey levels from the cell above to that below.</param>
internal readonly record struct ViewPoint(int Column, int Row, int Block, float GradientX, float GradientY)
{
    // Within 32 degrees of the same line, whichever side is the brighter: in infrared light leaves are bright that were dark.
    private const float Together = 0.72f;

    // An edge is gone where so little of it is left (light may change by as much), and where chance would give as much.
    private const float Left = 0.12f, LeastLeft = 2;

    /// <summary>Whether an edge lies here now, along the same line.</summary>
    /// <param name="x">Grey levels from left to right, now.</param>
    /// <param name="y">Grey levels from above to below, now.</param>
    public bool Holds(float x, float y)
    {
        float now = x * x + y * y, before = GradientX * GradientX + GradientY * GradientY;
        float dot = x * GradientX + y * GradientY;
        return now >= LeastLeft * LeastLeft && now >= Left * Left * before && dot * dot >= Together * now * before;
    }
}
