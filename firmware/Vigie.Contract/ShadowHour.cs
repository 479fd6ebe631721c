namespace Vigie.Contract;

/// <summary>How many signals fell into one hour of the day.</summary>
/// <param name="Hour">On the place's clock, 0 to 23: 7 is from 7 to 8 o'clock.</param>
/// <param name="Count">How many.</param>
public readonly record struct ShadowHour(int Hour, int Count);
