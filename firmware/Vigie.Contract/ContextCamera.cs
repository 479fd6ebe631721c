namespace Vigie.Contract;

/// <summary>A camera's name and its zones' names.</summary>
/// <param name="Name">The camera's name, 1 to 64 characters.</param>
/// <param name="Zones">Zone names by number.</param>
public sealed record ContextCamera(string Name, IReadOnlyDictionary<int, string> Zones)
{
    /// <summary>The largest ground that a zone is said to have: square decimetres.</summary>
    public const int LargestArea = 100_000_000;

    /// <summary>
    /// The ground under zones, by their numbers, in square decimetres, hundredths of a square metre: 1 to <see cref="LargestArea"/>. Of a camera that knows its
    /// ground plane, without zones that reach beyond the horizon; otherwise empty.
    /// </summary>
    public IReadOnlyDictionary<int, int> Areas { get; init; } = Codec.Blank.Areas;
}
