namespace Vigie.Contract;

/// <summary>How many signals stood in one part of the picture.</summary>
/// <param name="Column">From 0, from the left.</param>
/// <param name="Row">From 0, from the top.</param>
/// <param name="Count">How many.</param>
public readonly record struct ShadowCell(int Column, int Row, int Count);
