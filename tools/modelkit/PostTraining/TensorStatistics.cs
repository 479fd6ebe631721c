namespace Vigie.Modelkit.PostTraining;

/// <summary>What one tensor of a float network held over all calibration pictures.</summary>
/// <param name="Bounds">Minimum, maximum, and the bounds of the middle 99.99 %.</param>
/// <param name="Means">Mean of each channel (axis 1 of four); empty for other tensors.</param>
/// <param name="Peaks">Largest magnitude of each channel; empty for other tensors.</param>
public sealed record TensorStatistics(float[] Bounds, float[] Means, float[] Peaks);
