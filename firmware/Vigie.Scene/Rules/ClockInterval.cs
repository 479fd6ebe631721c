namespace Vigie.Scene.Rules;

/// <summary>An interval of the clock that is over for a rule that asked for one.</summary>
/// <param name="From">When it began, UTC.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Watched">For how much of it the rule has looked.</param>
public readonly record struct ClockInterval(DateTimeOffset From, TimeSpan Length, TimeSpan Watched);
