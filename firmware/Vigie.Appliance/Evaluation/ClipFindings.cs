using System.Collections.Immutable;

namespace Vigie.Appliance.Evaluation;

/// <summary>Where to look in a clip for what went wrong.</summary>
/// <param name="Clip">File name.</param>
/// <param name="Seconds">How much of it was judged.</param>
/// <param name="Missed">Events that were not said.</param>
/// <param name="False">Events that did not happen, or were said twice.</param>
public sealed record ClipFindings(string Clip, double Seconds, ImmutableArray<Finding> Missed, ImmutableArray<Finding> False);
