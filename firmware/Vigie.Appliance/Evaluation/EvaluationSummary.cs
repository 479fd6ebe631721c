using System.Collections.Immutable;

namespace Vigie.Appliance.Evaluation;

/// <summary>What came of an evaluation.</summary>
/// <param name="Model">The model that looked.</param>
/// <param name="ConfigurationHash">SHA-256 of the configuration that was judged, hexadecimal.</param>
/// <param name="Seconds">How much of the clips was judged.</param>
/// <param name="Kinds">A score a kind.</param>
/// <param name="Places">A score a kind and zone or line.</param>
/// <param name="Clips">What was missed and what was false, clip by clip.</param>
/// <param name="Notes">What was left aside, in words.</param>
public sealed record EvaluationSummary(
    string Model,
    string ConfigurationHash,
    double Seconds,
    ImmutableArray<KindScore> Kinds,
    ImmutableArray<KindScore> Places,
    ImmutableArray<ClipFindings> Clips,
    ImmutableArray<string> Notes);
