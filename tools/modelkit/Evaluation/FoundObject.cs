namespace Vigie.Modelkit.Evaluation;

/// <summary>One object that a model found.</summary>
/// <param name="Image">Number of its picture.</param>
/// <param name="Class">Name of its class.</param>
/// <param name="Box">Where.</param>
/// <param name="Score">The model's confidence, 0 to 1.</param>
public readonly record struct FoundObject(long Image, string Class, PixelBox Box, double Score);
