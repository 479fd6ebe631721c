namespace Vigie.Modelkit.Quantisation;

/// <summary>What calibration.json holds.</summary>
/// <param name="Pictures">Number of pictures measured.</param>
/// <param name="Ranges">By tensor of the float network: minimum, maximum, and the bounds of the middle 99.99 %.</param>
public sealed record CalibrationRecord(int Pictures, Dictionary<string, float[]> Ranges);
