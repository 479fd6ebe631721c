using System.Collections.Immutable;

namespace Vigie.Scene.Rules.Shadows;

/// <summary>What a rule would have said in its shadow time. Counts only: nobody in it can be told from another.</summary>
/// <param name="Watched">How long it has watched so far: frame time with its schedule open.</param>
/// <param name="Signals">Signals that it would have started.</param>
/// <param name="Held">Further ones that its limit would have held back.</param>
/// <param name="Hours">Of the signals: by hour of the day on the place's clock, 24 numbers from midnight.</param>
/// <param name="Cells">Of the signals: by where they stood, <see cref="Columns"/> x <see cref="Rows"/> parts of the picture, line by line.</param>
public sealed record ShadowTally(TimeSpan Watched, int Signals, int Held, ImmutableArray<int> Hours, ImmutableArray<int> Cells)
{
    /// <summary>Hours of a day.</summary>
    public const int HoursOfDay = 24;

    /// <summary>Parts of the picture side by side.</summary>
    public const int Columns = 4;

    /// <summary>Parts of the picture one above the other.</summary>
    public const int Rows = 3;

    /// <summary>Nothing watched yet.</summary>
    public static ShadowTally Empty { get; } = new(TimeSpan.Zero, 0, 0, [.. new int[HoursOfDay]], [.. new int[Columns * Rows]]);

    /// <summary>Whether the counts hang together: one that was read from a disk may not.</summary>
    public bool IsSound() => Watched >= TimeSpan.Zero && Signals >= 0 && Held >= 0
        && Hours.Length == HoursOfDay && Cells.Length == Columns * Rows && Hours.All(count => count >= 0) && Cells.All(count => count >= 0)
        && Hours.Sum(count => (long)count) == Signals && Cells.Sum(count => (long)count) == Signals;
}
