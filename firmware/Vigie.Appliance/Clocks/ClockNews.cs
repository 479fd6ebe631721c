namespace Vigie.Appliance.Clocks;

/// <summary>What is to be said of the clock.</summary>
/// <param name="Now">When, by the clock as it goes from here on.</param>
/// <param name="Step">How it was set, if it was.</param>
/// <param name="Uncertainty">How far it may be from UTC, either way, in milliseconds; null: nobody vouches for it.</param>
public readonly record struct ClockNews(DateTimeOffset Now, ClockStep? Step, int? Uncertainty);
