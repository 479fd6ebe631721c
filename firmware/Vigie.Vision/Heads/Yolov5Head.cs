using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of networks that answer as YOLOv5 and YOLOv7 do, read from the layout of the tensor alone: [1, rows, 5 + classes], each row the
/// box's centre and size in pixels of the network's input, and the probabilities that there is an object and of each class; a score is
/// their product. There are <c>anchors</c> rows for each point of each stride.
/// </summary>
public sealed class Yolov5Head : IDetectionHead
{
    private const int BeforeLabels = 5;
    private const int MostAnchors = 16;

    private readonly int _labels;

    private Yolov5Head(SettingsReader reader, NetworkInput input, int labels)
    {
        _labels = labels;
        (int[] strides, IReadOnlyList<string> names) = NetworkHeads.ReadGrid(reader, [8, 16, 32]);
        int anchors = reader.WholeNumber("anchors", 3, 1, MostAnchors);
        int rows = anchors * strides.Sum(stride => Grid.Of(input, stride).Points);
        Outputs = NetworkHeads.Shape(reader, names, [1, rows, BeforeLabels + labels]);
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static Yolov5Head Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        int channels = BeforeLabels + _labels;
        for (ReadOnlySpan<float> rest = outputs[0]; rest.Length >= channels; rest = rest[channels..])
        {
            float present = rest[4];
            if (!(present >= candidates.Floor))
            {
                continue;
            }

            Box box = Box.FromSize(rest[0] - rest[2] / 2, rest[1] - rest[3] / 2, rest[2], rest[3]);
            for (int label = 0; label < _labels; label++)
            {
                float score = present * rest[BeforeLabels + label];
                if (score >= candidates.Floor && candidates.Wants(label))
                {
                    candidates.Add(score, label, box);
                }
            }
        }
    }
}
