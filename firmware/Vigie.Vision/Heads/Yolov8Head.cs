using System.Collections.Immutable;
using System.Numerics;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of networks that answer as YOLOv8 and YOLO11 do, read from the layout of the tensor alone: [1, 4 + classes, points] for all
/// strides, first the boxes' centres and sizes in pixels of the network's input, then the probability of each class, which is the score.
/// </summary>
public sealed class Yolov8Head : IDetectionHead
{
    private const int BeforeLabels = 4;

    private readonly int _labels;
    private readonly int _points;

    private Yolov8Head(SettingsReader reader, NetworkInput input, int labels)
    {
        _labels = labels;
        (int[] strides, IReadOnlyList<string> names) = NetworkHeads.ReadGrid(reader, [8, 16, 32]);
        _points = strides.Sum(stride => Grid.Of(input, stride).Points);
        Outputs = NetworkHeads.Shape(reader, names, [1, BeforeLabels + labels, _points]);
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static Yolov8Head Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        ReadOnlySpan<float> map = outputs[0];
        for (int label = 0; label < _labels; label++)
        {
            if (candidates.Wants(label))
            {
                DecodeLabel(map, label, candidates);
            }
        }
    }

    // A class's scores lie side by side: whole vectors without a candidate are passed over.
    private void DecodeLabel(ReadOnlySpan<float> map, int label, CandidateList candidates)
    {
        ReadOnlySpan<float> scores = map.Slice((BeforeLabels + label) * _points, _points);
        int lanes = Vector<float>.Count;
        for (int start = 0; start < _points; start += lanes)
        {
            if (_points - start >= lanes && !Vector.GreaterThanOrEqualAny(new Vector<float>(scores[start..]), new Vector<float>(candidates.Floor)))
            {
                continue;
            }

            for (int point = start; point < Math.Min(start + lanes, _points); point++)
            {
                if (scores[point] >= candidates.Floor)
                {
                    candidates.Add(scores[point], label, BoxAt(map, point));
                }
            }
        }
    }

    private Box BoxAt(ReadOnlySpan<float> map, int point)
    {
        float width = map[2 * _points + point], height = map[3 * _points + point];
        return Box.FromSize(map[point] - width / 2, map[_points + point] - height / 2, width, height);
    }
}
