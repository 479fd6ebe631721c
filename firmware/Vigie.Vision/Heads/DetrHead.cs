using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of the DETR family (Carion et al., "End-to-End Object Detection with Transformers", ECCV 2020): scores [1, queries, classes] and
/// boxes [1, queries, 4], centre and size as fractions of the network's input. The scores are <c>logits</c> of the logistic function
/// (Deformable DETR, RT-DETR, D-FINE), <c>probabilities</c>, or <c>softmax</c>: logits over the classes and, in the last place, "no object" (DETR).
/// Nothing is found twice by itself: give a large <c>overlap</c> in the manifest.
/// </summary>
public sealed class DetrHead : IDetectionHead
{
    private const int MostQueries = 10_000;

    private readonly int _labels;
    private readonly int _queries;
    private readonly string _scores;
    private readonly NetworkInput _input;

    private DetrHead(SettingsReader reader, NetworkInput input, int labels)
    {
        (_input, _labels) = (input, labels);
        IReadOnlyList<string> names = NetworkHeads.ReadOutputs(reader);
        _queries = reader.WholeNumber("queries", 300, 1, MostQueries);
        _scores = reader.Choice("scores", "logits", "logits", "probabilities", "softmax");
        Outputs = NetworkHeads.Shape(reader, names, [1, _queries, Columns], [1, _queries, 4]);
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static DetrHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, input, labels);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates)
    {
        float threshold = _scores == "logits" ? MathF.Log(candidates.Floor / (1 - candidates.Floor)) : candidates.Floor;
        for (int query = 0; query < _queries; query++)
        {
            ReadOnlySpan<float> row = outputs[0].AsSpan(query * Columns, Columns);
            if (_scores == "softmax")
            {
                DecodeSoftmax(row, BoxAt(outputs[1], query), candidates);
                continue;
            }

            for (int label = 0; label < _labels; label++)
            {
                if (row[label] >= threshold && candidates.Wants(label))
                {
                    candidates.Add(_scores == "logits" ? 1 / (1 + MathF.Exp(-row[label])) : row[label], label, BoxAt(outputs[1], query));
                }
            }
        }
    }

    private int Columns => _labels + (_scores == "softmax" ? 1 : 0);

    private void DecodeSoftmax(ReadOnlySpan<float> row, in Box box, CandidateList candidates)
    {
        float highest = float.NegativeInfinity, sum = 0;
        foreach (float logit in row)
        {
            highest = MathF.Max(highest, logit);
        }

        foreach (float logit in row)
        {
            sum += MathF.Exp(logit - highest);
        }

        for (int label = 0; label < _labels; label++)
        {
            float score = MathF.Exp(row[label] - highest) / sum;
            if (score >= candidates.Floor && candidates.Wants(label))
            {
                candidates.Add(score, label, box);
            }
        }
    }

    private Box BoxAt(ReadOnlySpan<float> boxes, int query)
    {
        ReadOnlySpan<float> box = boxes.Slice(4 * query, 4);
        float width = box[2] * _input.Width, height = box[3] * _input.Height;
        return Box.FromSize(box[0] * _input.Width - width / 2, box[1] * _input.Height - height / 2, width, height);
    }
}
