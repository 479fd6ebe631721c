namespace Vigie.Vision.Motion;

/// <summary>How the picture compares with what this camera has seen for long.</summary>
/// <param name="Held">Part of the blocks with edges that still have them, 0 to 1: what a lorry hides is a part.</param>
/// <param name="Detail">Energy of the finest steps at those edges by what it usually is: 0 in fog, 1 as ever.</param>
/// <param name="Blurred">Part of the blocks whose finest steps are weaker than a third of the usual energy, light taken out.</param>
/// <param name="Likeness">Correlation of the coarse picture (12 x 8) with the usual one, -1 to 1.</param>
/// <param name="Gain">Contrast of the coarse picture by the usual one.</param>
/// <param name="Shift">Where the view has gone, if that explains the picture; zero otherwise.</param>
/// <param name="Lead">How much better the old place explains the picture than others, in standard deviations of those; large where nobody had to ask, or nothing was found.</param>
/// <param name="Elsewhere">As <paramref name="Detail"/>, at places beside the edges: little of both is a plain picture. Measured where nothing is held.</param>
internal readonly record struct ViewReading(float Held, float Detail, float Blurred, float Likeness, float Gain, ViewShift Shift, float Lead, float Elsewhere);
