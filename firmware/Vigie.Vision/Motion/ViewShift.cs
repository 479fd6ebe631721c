namespace Vigie.Vision.Motion;

/// <summary>How far a view has gone: cells of the motion gate's grid.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
internal readonly record struct ViewShift(int X, int Y)
{
    private const int Sway = 3;

    /// <summary>Whether it has gone nowhere, or nobody can say where.</summary>
    public bool IsNone => (X, Y) == (0, 0);

    /// <summary>Whether both are the same but for a few cells: a camera on a mast sways.</summary>
    public bool IsNear(ViewShift other) => IsNone == other.IsNone && Math.Abs(X - other.X) <= Sway && Math.Abs(Y - other.Y) <= Sway;
}
