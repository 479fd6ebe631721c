using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of LPD-YuNet, a finder of licence plates (opencv/opencv_zoo, Apache-2.0): for each prior box of four grids a row of 14 numbers
/// (box, then five points, of which the first, second, fourth and fifth are the plate's corners), two class probabilities, and how well
/// the box is expected to fit. The score is the square root of the plate's probability times that fit. Candidates bear their row, so that
/// <see cref="CornersOf"/> finds the corners of those that are kept.
/// </summary>
public sealed class LpdYunetHead : IDetectionHead
{
    private const int Places = 14, Probabilities = 2;
    private const float CentreVariance = 0.1f;

    // Strides of the grids and, for each, the sides of the square priors at every point.
    private static readonly (int Stride, int[] Sides)[] Levels = [(8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256])];

    // Where a row's corners stand; the third point is the middle.
    private static readonly int[] Corners = [4, 6, 10, 12];

    // Centre and side of each prior, pixels of the network's input.
    private readonly (float X, float Y, float Side)[] _priors;

    private LpdYunetHead(SettingsReader reader, NetworkInput input, int labels)
    {
        IReadOnlyList<string> names = NetworkHeads.ReadOutputs(reader);
        _priors = [.. Priors(input.Width, input.Height)];
        Outputs = NetworkHeads.Shape(reader, names, [_priors.Length, Places], [_priors.Length, Probabilities], [_priors.Length, 1]);
        if (labels > 1)
        {
            reader.Complain("kind", "finds one class: expected labels with one name");
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static LpdYunetHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        for (int row = 0; row < _priors.Length; row++)
        {
            float score = MathF.Sqrt(outputs[1][Probabilities * row + 1] * Math.Clamp(outputs[2][row], 0, 1));
            if (score >= candidates.Floor && candidates.Wants(0))
            {
                candidates.Add(score, 0, CornersOf(outputs[0], row).Bounds, row);
            }
        }
    }

    /// <summary>The four corners of a row, clockwise from the top left, in pixels of the network's input.</summary>
    /// <param name="places">The first of <see cref="Outputs"/>.</param>
    /// <param name="row">The row.</param>
    internal Quad CornersOf(ReadOnlySpan<float> places, int row)
    {
        (float x, float y, float side) = _priors[row];
        ReadOnlySpan<float> numbers = places.Slice(Places * row, Places);
        Span<Point> points = stackalloc Point[Corners.Length];
        for (int corner = 0; corner < points.Length; corner++)
        {
            float step = CentreVariance * side;
            points[corner] = new Point(x + numbers[Corners[corner]] * step, y + numbers[Corners[corner] + 1] * step);
        }

        return Quad.Around(points);
    }

    // The grids halve with rounding down, except for the first halving, which rounds up.
    private static IEnumerable<(float X, float Y, float Side)> Priors(int width, int height)
    {
        (int columns, int rows) = ((width + 1) / 2 / 2, (height + 1) / 2 / 2);
        foreach ((int stride, int[] sides) in Levels)
        {
            (columns, rows) = (columns / 2, rows / 2);
            for (int point = 0; point < columns * rows; point++)
            {
                foreach (int side in sides)
                {
                    yield return ((point % columns + 0.5f) * stride, (point / columns + 0.5f) * stride, side);
                }
            }
        }
    }
}
