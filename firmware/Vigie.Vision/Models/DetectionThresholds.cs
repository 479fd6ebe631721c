using Vigie.Core.Settings;

namespace Vigie.Vision.Models;

/// <summary>Scores that fit this model: scores of different networks are not the same measure.</summary>
/// <param name="Confirm">From this score on a detection may begin a track.</param>
/// <param name="Consider">From this score on a detection may continue a track; below it is not reported.</param>
/// <param name="Overlap">Intersection over union above which the weaker of two boxes of one class is dropped.</param>
public sealed record DetectionThresholds(float Confirm, float Consider, float Overlap)
{
    /// <summary>Reads <c>$.thresholds</c> of a manifest; what is wrong goes to the reader's complaints.</summary>
    internal static DetectionThresholds Read(SettingsReader reader)
    {
        double confirm = reader.Number("confirm", 0.5, 0.001, 0.999);
        double consider = reader.Number("consider", 0.1, 0.001, 0.999);
        double overlap = reader.Number("overlap", 0.6, 0.05, 0.95);
        if (consider > confirm)
        {
            reader.Complain("consider", "expected no more than confirm");
        }

        reader.Finish();
        return new DetectionThresholds((float)confirm, (float)consider, (float)overlap);
    }
}
