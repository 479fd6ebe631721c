using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of YOLOX (Ge et al., "YOLOX: Exceeding YOLO Series in 2021", Apache-2.0): one tensor [1, points, 5 + classes] for all
/// strides, each row the centre's offset in strides, the logarithm of the size in strides, and the probabilities that there is an
/// object and of each class; a score is their product.
/// </summary>
public sealed class YoloxHead : IDetectionHead
{
    private const int BeforeLabels = 5;

    private readonly int[] _strides;
    private readonly int _labels;
    private readonly NetworkInput _input;

    private YoloxHead(SettingsReader reader, NetworkInput input, int labels)
    {
        _input = input;
        _labels = labels;
        (_strides, IReadOnlyList<string> names) = NetworkHeads.ReadGrid(reader, [8, 16, 32]);
        int points = _strides.Sum(stride => Grid.Of(input, stride).Points);
        Outputs = NetworkHeads.Shape(reader, names, [1, points, BeforeLabels + labels]);
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static YoloxHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        ReadOnlySpan<float> rest = outputs[0];
        int channels = BeforeLabels + _labels;
        foreach (int stride in _strides)
        {
            Grid grid = Grid.Of(_input, stride);
            for (int point = 0; point < grid.Points; point++)
            {
                DecodePoint(rest[..channels], grid, point, candidates);
                rest = rest[channels..];
            }
        }
    }

    private void DecodePoint(ReadOnlySpan<float> row, Grid grid, int point, CandidateList candidates)
    {
        float present = row[4];
        if (present < candidates.Floor)
        {
            return;
        }

        for (int label = 0; label < _labels; label++)
        {
            float score = present * row[BeforeLabels + label];
            if (score >= candidates.Floor && candidates.Wants(label))
            {
                candidates.Add(score, label, BoxAt(row, grid, point));
            }
        }
    }

    private static Box BoxAt(ReadOnlySpan<float> row, Grid grid, int point)
    {
        float x = (row[0] + point % grid.Width) * grid.Stride;
        float y = (row[1] + point / grid.Width) * grid.Stride;
        float width = MathF.Exp(row[2]) * grid.Stride;
        float height = MathF.Exp(row[3]) * grid.Stride;
        return Box.FromSize(x - width / 2, y - height / 2, width, height);
    }
}
