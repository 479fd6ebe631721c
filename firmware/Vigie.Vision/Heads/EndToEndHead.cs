using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of networks that answer with finished rows (YOLOv10, and others exported with their own suppression of overlaps): one tensor
/// [1, rows, 6], each row left, top, right and bottom in pixels of the network's input, the score, and the class's position in the labels.
/// Rows that are not used have score 0 or a class below 0.
/// </summary>
public sealed class EndToEndHead : IDetectionHead
{
    private const int Columns = 6;
    private const int MostRows = 10_000;

    private readonly int _labels;

    private EndToEndHead(SettingsReader reader, int labels)
    {
        _labels = labels;
        IReadOnlyList<string> names = NetworkHeads.ReadOutputs(reader);
        Outputs = NetworkHeads.Shape(reader, names, [1, reader.WholeNumber("rows", 300, 1, MostRows), Columns]);
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static EndToEndHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        for (ReadOnlySpan<float> rest = outputs[0]; rest.Length >= Columns; rest = rest[Columns..])
        {
            // A network that counts in floats writes whole numbers here, more or less.
            float label = MathF.Round(rest[5]);
            if (rest[4] >= candidates.Floor && label >= 0 && label < _labels && candidates.Wants((int)label))
            {
                candidates.Add(rest[4], (int)label, new Box(rest[0], rest[1], rest[2], rest[3]));
            }
        }
    }
}
