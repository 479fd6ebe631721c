using System.Collections.Immutable;

namespace Vigie.Modelkit.Evaluation;

/// <summary>What was found of one class at one overlap, right and wrong, and the curve that it makes.</summary>
internal sealed class PrecisionRecall
{
    /// <summary>How many recalls the precision is read at: 0.00, 0.01 … 1.00.</summary>
    public const int Points = 101;

    private readonly List<(double Score, bool Hit)> _found = [];

    public void Add(double score, bool hit) => _found.Add((score, hit));

    /// <summary>Precision at each recall, made monotonous from the right (interpolated, Everingham et al. 2010), and the highest recall.</summary>
    /// <param name="objects">How many there are to be found, more than none.</param>
    public (ImmutableArray<double> Curve, double Recall) Read(int objects)
    {
        double[] recall = new double[_found.Count], precision = new double[_found.Count];
        int hits = 0, index = 0;

        // OrderBy is stable: what has the same score stays in the order of the pictures.
        foreach ((_, bool hit) in _found.OrderByDescending(found => found.Score))
        {
            hits += hit ? 1 : 0;
            recall[index] = (double)hits / objects;
            precision[index] = (double)hits / (index + 1);
            index++;
        }

        for (int i = precision.Length - 2; i >= 0; i--)
        {
            precision[i] = Math.Max(precision[i], precision[i + 1]);
        }

        double[] curve = new double[Points];
        for (int point = 0, at = 0; point < Points; point++)
        {
            while (at < recall.Length && recall[at] < point / 100.0)
            {
                at++;
            }

            curve[point] = at < recall.Length ? precision[at] : 0;
        }

        return ([.. curve], recall.Length > 0 ? recall[^1] : 0);
    }
}
