using System.Reflection;
using SkiaSharp;

namespace Vigie.Vision.Snapshots;

/// <summary>The one typeface of sheets and plots: within the program, so that they look alike on every machine.</summary>
public static class HouseTypeface
{
    private const string Resource = "Vigie.Vision.Snapshots.Fonts.Roboto-Medium.ttf";

    /// <summary>Loads it; the caller disposes of it.</summary>
    public static SKTypeface Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in this build.");
        return SKTypeface.FromStream(stream);
    }
}
