using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Evaluation;

/// <summary>Runs a model over a set with the detector of the box, as <c>vigie detect</c> does.</summary>
public static class ModelRun
{
    /// <summary>Score below which nothing counts; average precision wants the whole curve.</summary>
    public const float ScoreFloor = 0.01f;

    /// <summary>Detects on all pictures of a set.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="modelFolder">A folder with a model.json.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancel">Ends it between two pictures.</param>
    /// <exception cref="Fault">The model or a picture is missing or wrong.</exception>
    public static IReadOnlyList<FoundObject> Over(
        EvaluationSet set, string modelFolder, Action<int>? progress = null, CancellationToken cancel = default) =>
        Over(set, ModelManifest.Read(modelFolder), progress, cancel);

    /// <summary>Detects on all pictures of a set with the network of a manifest, which may be made up.</summary>
    public static IReadOnlyList<FoundObject> Over(
        EvaluationSet set, ModelManifest manifest, Action<int>? progress = null, CancellationToken cancel = default)
    {
        using OnnxDetector detector = new(manifest, new DetectorOptions(ScoreFloor, AveragePrecision.BoxesPerPicture));
        Dictionary<int, string> names = manifest.Classes.Zip(manifest.Labels).ToDictionary();
        Detection[] detections = new Detection[detector.MaximumDetections];
        List<FoundObject> found = [];
        for (int index = 0; index < set.Images.Length; index++)
        {
            cancel.ThrowIfCancellationRequested();
            using Frame frame = set.Images[index].Read();
            int count = detector.Detect(frame, detections);
            found.AddRange(detections.Take(count).Select(detection => Found(set.Images[index].Id, names[detection.Class], detection)));
            progress?.Invoke(index + 1);
        }

        return found;
    }

    private static FoundObject Found(long image, string name, Detection detection)
    {
        Box box = detection.Box;
        return new FoundObject(image, name, new PixelBox(box.Left, box.Top, box.Width, box.Height), detection.Score);
    }
}
