namespace Vigie.Modelkit.Conversion;

/// <summary>Size of the picture that a network takes.</summary>
/// <param name="Rows">Its height in pixels.</param>
/// <param name="Columns">Its width in pixels.</param>
public sealed record PictureSize(int Rows, int Columns);
