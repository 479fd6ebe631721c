using System.Collections.Immutable;

namespace Vigie.Modelkit.Evaluation;

/// <summary>How well one class is found, or the mean over several. All figures from 0 to 1.</summary>
/// <param name="Name">The class.</param>
/// <param name="Objects">How many of it are labelled, crowds left out.</param>
/// <param name="Ap">Average precision, the mean over overlaps of 0.50, 0.55 … 0.95.</param>
/// <param name="Ap50">Average precision at an overlap of 0.50.</param>
/// <param name="Ar">Recall of at most 100 boxes a picture, the mean over the same overlaps.</param>
/// <param name="Recall50">Recall at an overlap of 0.50.</param>
/// <param name="Curve">Precision at recalls of 0.00, 0.01 … 1.00 and an overlap of 0.50: at least so many are right among as many as it takes.</param>
public sealed record ClassScore(string Name, int Objects, double Ap, double Ap50, double Ar, double Recall50, ImmutableArray<double> Curve);
