namespace Vigie.Modelkit.Probing;

/// <summary>What a network showed when it was loaded and run once.</summary>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gave.</param>
public sealed record ProbeReport(ProbedTensor[] Inputs, ProbedTensor[] Outputs);
