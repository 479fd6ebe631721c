using System.Collections.Immutable;
using System.Numerics;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of NanoDet and NanoDet-Plus (RangiLyu/nanodet, Apache-2.0): per point and class one score, and for each side of the box a
/// distribution over distances, of which the expectation counts (Li et al., "Generalized Focal Loss", NeurIPS 2020). Two layouts:
/// <c>maps</c>, one tensor [1, classes + 4 bins, height, width] a stride as the last convolutions leave it, and <c>rows</c>, one
/// tensor [1, points, classes + 4 bins] for all strides. The scores are <c>logits</c> or <c>probabilities</c>.
/// </summary>
public sealed class NanoDetHead : IDetectionHead
{
    private const int MostBins = 32;

    private readonly int[] _strides;
    private readonly int _labels;
    private readonly int _bins;
    private readonly float _centreOffset;
    private readonly bool _rows;
    private readonly bool _logits;
    private readonly NetworkInput _input;

    private NanoDetHead(SettingsReader reader, NetworkInput input, int labels)
    {
        _input = input;
        _labels = labels;
        (_strides, IReadOnlyList<string> names) = NetworkHeads.ReadGrid(reader, [8, 16, 32]);
        _bins = reader.WholeNumber("bins", 8, 2, MostBins);
        _centreOffset = (float)reader.Number("centreOffset", 0, 0, 1);
        _rows = reader.Choice("layout", "maps", "maps", "rows") == "rows";
        _logits = reader.Choice("scores", "logits", "logits", "probabilities") == "logits";
        int expected = _rows ? 1 : _strides.Length;
        if (names.Count > 0 && names.Count != expected)
        {
            reader.Complain("outputs", _rows ? "expected one output in layout \"rows\"" : $"expected {expected} outputs in layout \"maps\", one for each stride");
        }

        Outputs = [.. names.Take(expected).Select((name, index) => new NetworkOutput(reader.PathOf($"outputs[{index}]"), name, ShapeOf(index)))];
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static NanoDetHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        int offset = 0;
        for (int level = 0; level < _strides.Length; level++)
        {
            Grid grid = Grid.Of(_input, _strides[level]);
            if (_rows)
            {
                DecodeRows(outputs[0].AsSpan(offset), grid, candidates);
                offset += grid.Points * Channels;
            }
            else
            {
                DecodeMaps(outputs[level], grid, candidates);
            }
        }
    }

    private int Channels => _labels + 4 * _bins;

    private ImmutableArray<int> ShapeOf(int level)
    {
        if (_rows)
        {
            return [1, _strides.Sum(stride => Grid.Of(_input, stride).Points), Channels];
        }

        Grid grid = Grid.Of(_input, _strides[level]);
        return [1, Channels, grid.Height, grid.Width];
    }

    // A class's scores lie side by side: whole vectors without a candidate are passed over.
    private void DecodeMaps(ReadOnlySpan<float> map, Grid grid, CandidateList candidates)
    {
        float threshold = Threshold(candidates.Floor);
        Vector<float> thresholds = new(threshold);
        int points = grid.Points;
        for (int label = 0; label < _labels; label++)
        {
            if (!candidates.Wants(label))
            {
                continue;
            }

            ReadOnlySpan<float> scores = map.Slice(label * points, points);
            for (int point = 0; point < points;)
            {
                int left = points - point;
                if (left >= Vector<float>.Count && !Vector.GreaterThanOrEqualAny(new Vector<float>(scores[point..]), thresholds))
                {
                    point += Vector<float>.Count;
                    continue;
                }

                int end = point + Math.Min(left, Vector<float>.Count);
                for (; point < end; point++)
                {
                    if (scores[point] >= threshold)
                    {
                        candidates.Add(Score(scores[point]), label, BoxAt(map[(_labels * points + point)..], points, grid, point));
                    }
                }
            }
        }
    }

    private void DecodeRows(ReadOnlySpan<float> rows, Grid grid, CandidateList candidates)
    {
        float threshold = Threshold(candidates.Floor);
        int channels = Channels;
        for (int point = 0; point < grid.Points; point++)
        {
            ReadOnlySpan<float> row = rows.Slice(point * channels, channels);
            for (int label = 0; label < _labels; label++)
            {
                if (row[label] >= threshold && candidates.Wants(label))
                {
                    candidates.Add(Score(row[label]), label, BoxAt(row[_labels..], 1, grid, point));
                }
            }
        }
    }

    // Distributions of left, top, right and bottom follow one another, bins `step` apart.
    private Box BoxAt(ReadOnlySpan<float> distributions, int step, Grid grid, int point)
    {
        float x = (point % grid.Width + _centreOffset) * grid.Stride;
        float y = (point / grid.Width + _centreOffset) * grid.Stride;
        int side = _bins * step;
        return new Box(
            x - Distance(distributions, step) * grid.Stride,
            y - Distance(distributions[side..], step) * grid.Stride,
            x + Distance(distributions[(2 * side)..], step) * grid.Stride,
            y + Distance(distributions[(3 * side)..], step) * grid.Stride);
    }

    private float Distance(ReadOnlySpan<float> distribution, int step)
    {
        float highest = float.NegativeInfinity;
        for (int bin = 0; bin < _bins; bin++)
        {
            highest = MathF.Max(highest, distribution[bin * step]);
        }

        float sum = 0, expectation = 0;
        for (int bin = 0; bin < _bins; bin++)
        {
            float weight = MathF.Exp(distribution[bin * step] - highest);
            sum += weight;
            expectation += weight * bin;
        }

        return expectation / sum;
    }

    // Comparing with the inverse of the logistic function spares an exponential for all but the candidates.
    private float Threshold(float floor) => _logits ? MathF.Log(floor / (1 - floor)) : floor;

    private float Score(float value) => _logits ? 1 / (1 + MathF.Exp(-value)) : value;
}
