using System.Collections.Immutable;
using Vigie.Core;

namespace Vigie.Modelkit.Evaluation;

/// <summary>
/// Scores detections as COCO does (Lin et al. 2014; cocodataset.org, "Detection Evaluation"): average precision over overlaps of 0.50
/// to 0.95, read at 101 recalls, at most 100 boxes of a class in a picture, crowds ignored.
/// </summary>
public static class AveragePrecision
{
    /// <summary>The most boxes of one class in one picture that count: the best.</summary>
    public const int BoxesPerPicture = 100;

    private static readonly ImmutableArray<double> Overlaps = [.. Enumerable.Range(0, 10).Select(step => 0.5 + 0.05 * step)];

    /// <summary>Scores what a model found in a set.</summary>
    /// <param name="set">The truth.</param>
    /// <param name="detections">What was found, in any order.</param>
    /// <param name="classes">The classes that are asked for; all of the set where absent. Those that do not occur in the set are left out.</param>
    /// <exception cref="Fault">No object of these classes is labelled.</exception>
    public static ScoreTable Of(EvaluationSet set, IReadOnlyCollection<FoundObject> detections, IReadOnlyCollection<string>? classes = null)
    {
        ILookup<(string, long), TrueObject> truth = set.Objects.ToLookup(item => (item.Class, item.Image));
        ILookup<(string, long), FoundObject> found = detections.ToLookup(item => (item.Class, item.Image));
        Dictionary<string, int> counts = set.Objects.Where(item => !item.Crowd).CountBy(item => item.Class).ToDictionary(StringComparer.Ordinal);
        ImmutableArray<ClassScore> scores =
        [
            .. set.Classes.Where(name => counts.ContainsKey(name) && (classes?.Contains(name) ?? true))
                .Select(name => Score(name, counts[name], set.Images.Select(image => (truth[(name, image.Id)], found[(name, image.Id)])))),
        ];
        return scores.IsEmpty
            ? throw new Fault(FaultKind.Config, set.Name, $"nothing is labelled there of {string.Join(", ", classes ?? set.Classes)}", $"Ask for some of {string.Join(", ", counts.Keys)}.")
            : new ScoreTable(set.Name, set.Images.Length, scores, Mean(scores));
    }

    private static ClassScore Score(string name, int objects, IEnumerable<(IEnumerable<TrueObject> Truth, IEnumerable<FoundObject> Found)> pictures)
    {
        PrecisionRecall[] curves = [.. Overlaps.Select(_ => new PrecisionRecall())];
        foreach ((IEnumerable<TrueObject> truth, IEnumerable<FoundObject> found) in pictures)
        {
            FoundObject[] best = [.. found.OrderByDescending(item => item.Score).Take(BoxesPerPicture)];
            if (best.Length > 0)
            {
                Match([.. truth.OrderBy(item => item.Crowd)], best, curves);
            }
        }

        (ImmutableArray<double> Curve, double Recall)[] read = [.. curves.Select(curve => curve.Read(objects))];
        return new ClassScore(
            name, objects, read.Average(item => item.Curve.Average()), read[0].Curve.Average(), read.Average(item => item.Recall), read[0].Recall, read[0].Curve);
    }

    private static void Match(TrueObject[] truth, FoundObject[] found, PrecisionRecall[] curves)
    {
        double[][] overlaps = [.. found.Select(item => truth.Select(other => item.Box.Overlap(other.Box, other.Crowd)).ToArray())];
        for (int level = 0; level < curves.Length; level++)
        {
            bool[] used = new bool[truth.Length];
            for (int index = 0; index < found.Length; index++)
            {
                int pick = Pick(truth, overlaps[index], used, Overlaps[level]);
                if (pick >= 0 && truth[pick].Crowd)
                {
                    continue;
                }

                curves[level].Add(found[index].Score, pick >= 0);
                if (pick >= 0)
                {
                    used[pick] = true;
                }
            }
        }
    }

    // The best overlap that is still free. Crowds stand last and are taken only where nothing else fits; they are never used up.
    private static int Pick(TrueObject[] truth, double[] overlaps, bool[] used, double threshold)
    {
        double best = threshold - 1e-10;
        int pick = -1;
        for (int index = 0; index < truth.Length; index++)
        {
            if (pick >= 0 && !truth[pick].Crowd && truth[index].Crowd)
            {
                break;
            }

            if (!used[index] && overlaps[index] >= best)
            {
                (best, pick) = (overlaps[index], index);
            }
        }

        return pick;
    }

    private static ClassScore Mean(ImmutableArray<ClassScore> scores) => new(
        "mean",
        scores.Sum(score => score.Objects),
        scores.Average(score => score.Ap),
        scores.Average(score => score.Ap50),
        scores.Average(score => score.Ar),
        scores.Average(score => score.Recall50),
        [.. Enumerable.Range(0, PrecisionRecall.Points).Select(point => scores.Average(score => score.Curve[point]))]);
}
