namespace Vigie.Scene.Rules.Explanations;

/// <summary>For one rule and one track, a reason and how long it held.</summary>
/// <param name="Rule">Which rule, from 0, in the order of the camera's.</param>
/// <param name="Track">Number of the track; 0 where it is of many, or of the rule itself.</param>
/// <param name="Reason">Why.</param>
/// <param name="From">Frame time of its first frame.</param>
/// <param name="To">Frame time of its last.</param>
/// <param name="Reached">The most that was reached, where the reason has a measure.</param>
/// <param name="Asked">What it takes; 0 where the reason has no measure.</param>
/// <param name="Unit">Unit of both, for example <c>s</c>.</param>
public sealed record RuleSpell(
    int Rule, int Track, RuleReason Reason, TimeSpan From, TimeSpan To, double Reached, double Asked, string Unit);
