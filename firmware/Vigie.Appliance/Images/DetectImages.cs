using System.Text.Json;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Models;
using Vigie.Appliance.Replay;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Snapshots;

namespace Vigie.Appliance.Images;

/// <summary>Runs the detector on images and writes what COCO's evaluation takes: score floor 0.01, 100 boxes an image.</summary>
/// <param name="model">Name or folder of the model.</param>
/// <param name="configuration">Configuration of the box whose installed packages can be named; null: none can.</param>
/// <param name="output">File for the results.</param>
internal sealed class DetectImages(string model, string? configuration, string output)
{
    private const float ScoreFloor = 0.01f;
    private const int BoxesPerImage = 100;

    /// <summary>Detects in all images; writes nothing unless all could be read.</summary>
    /// <exception cref="Fault">An image or the model is missing or wrong.</exception>
    public void Run(IReadOnlyList<string> images)
    {
        ModelManifest manifest = Models().Read(model).Model;
        IReadOnlyList<long> numbers = ImageNumbers.Of(images);
        string[] foreign = [.. manifest.Labels.Where(label => !ObjectClasses.TryGetNumber(label, out _))];
        if (foreign.Length > 0)
        {
            Console.Error.WriteLine($"vigie: COCO has no category for {string.Join(", ", foreign)}: left out.");
        }

        using OnnxDetector detector = new(manifest, new DetectorOptions(ScoreFloor, BoxesPerImage));
        List<CocoResult> results = [];
        Detection[] detections = new Detection[BoxesPerImage];
        for (int i = 0; i < images.Count; i++)
        {
            using Frame frame = StillImage.Read(images[i]);
            int count = detector.Detect(frame, detections);
            results.AddRange(detections.Take(count).Where(detection => detection.Class < ObjectClasses.FirstOwn)
                .Select(detection => Row(numbers[i], detection)));
        }

        Write(results);
        Console.WriteLine($"{output}: {results.Count} boxes in {images.Count} images, model {manifest.Name}.");
    }

    private BoxModels Models()
    {
        if (configuration is null)
        {
            return new BoxModels(ModelFolders.Default());
        }

        Complaints complaints = new(configuration);
        ApplianceConfiguration box = ConfigurationReader.Read(configuration, complaints);
        complaints.ThrowIfAny();
        return InstalledModels.Of(box.StateDirectory, box.Trust, keeps: false, refusal => Console.Error.WriteLine($"vigie: {refusal.Sentence}"));
    }

    private static CocoResult Row(long image, Detection detection)
    {
        Box box = detection.Box;
        double[] sides = [Round(box.Left, 2), Round(box.Top, 2), Round(box.Width, 2), Round(box.Height, 2)];
        return new CocoResult(image, detection.Class, sides, Round(detection.Score, 5));
    }

    private static double Round(float value, int digits) => Math.Round((double)value, digits);

    private void Write(List<CocoResult> results)
    {
        using FileStream stream = OutputFile.Create(output, "--coco");
        JsonSerializer.Serialize(stream, results, DetectionJson.Default.ListCocoResult);
    }
}
