using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;
using Vigie.Vision.Pose;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of MoveNet's single pose networks (Google, Apache-2.0), as their graph works it out behind its four last convolutions: of the
/// centres [1, h, w, 1] the one that is likely and near the middle says where the person is; from there the regression [1, h, w, 34] says
/// roughly where each point is; of the heatmap [1, h, w, 17] the place that is likely and near to that is taken, and moved by its offset
/// [1, h, w, 34]. Grids have a stride of 4.
/// </summary>
public sealed class MoveNetHead : INetworkHead
{
    /// <summary>How many points a person has: those of COCO.</summary>
    public const int Points = 17;

    private const int Stride = 4;

    // What the graph adds to a distance in cells before it divides by it.
    private const float Nearness = 1.8f;

    private readonly int _width;
    private readonly int _height;

    private MoveNetHead(SettingsReader reader, NetworkInput input, int labels)
    {
        IReadOnlyList<string> names = NetworkHeads.ReadOutputs(reader);
        (_width, _height) = (input.Width / Stride, input.Height / Stride);
        Outputs = NetworkHeads.Shape(
            reader, names, [1, _height, _width, Points], [1, _height, _width, 1], [1, _height, _width, 2 * Points], [1, _height, _width, 2 * Points]);
        if (labels != Points)
        {
            reader.Complain("kind", $"finds {Points} points: expected labels with their names");
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static MoveNetHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <summary>Finds the points of the person in the middle. Allocates nothing.</summary>
    /// <param name="outputs">The tensors of <see cref="Outputs"/>.</param>
    /// <param name="points">Gets <see cref="Points"/> points, in fractions of the network's input.</param>
    internal void Decode(ReadOnlySpan<float[]> outputs, Span<Keypoint> points)
    {
        int centre = Likeliest(outputs[1], channels: 1, channel: 0, _height / 2, _width / 2);
        ReadOnlySpan<float> rough = outputs[2].AsSpan(2 * Points * centre, 2 * Points);
        for (int point = 0; point < Points; point++)
        {
            float down = centre / _width + rough[2 * point], across = centre % _width + rough[2 * point + 1];
            int cell = Likeliest(outputs[0], Points, point, down, across);
            ReadOnlySpan<float> offset = outputs[3].AsSpan(2 * Points * cell, 2 * Points);
            points[point] = new Keypoint(
                new Point((cell % _width + offset[2 * point + 1]) / _width, (cell / _width + offset[2 * point]) / _height),
                Probability(outputs[0][Points * cell + point]));
        }
    }

    // The cell with the largest probability divided by its distance from a place.
    private int Likeliest(ReadOnlySpan<float> logits, int channels, int channel, float down, float across)
    {
        int best = 0;
        float highest = float.NegativeInfinity;
        for (int cell = 0; cell < _width * _height; cell++)
        {
            float y = cell / _width - down, x = cell % _width - across;
            float worth = Probability(logits[channels * cell + channel]) / (MathF.Sqrt(x * x + y * y) + Nearness);
            (best, highest) = worth > highest ? (cell, worth) : (best, highest);
        }

        return best;
    }

    private static float Probability(float logit) => 1 / (1 + MathF.Exp(-logit));
}
