namespace Vigie.Appliance.Evaluation;

/// <summary>Between what, with 95 % confidence, the true value lies.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High);
