namespace Vigie.Modelkit.Evaluation;

/// <summary>One labelled object.</summary>
/// <param name="Image">Number of its picture.</param>
/// <param name="Class">Name of its class.</param>
/// <param name="Box">Where.</param>
/// <param name="Crowd">Whether it stands for several that were not labelled one by one: what is found there is neither right nor wrong.</param>
public readonly record struct TrueObject(long Image, string Class, PixelBox Box, bool Crowd = false);
