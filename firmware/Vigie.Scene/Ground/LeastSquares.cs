namespace Vigie.Scene.Ground;

/// <summary>
/// Least squares of residuals that are no linear functions of their unknowns (Levenberg, 1944; Marquardt, "An Algorithm for Least-Squares Estimation
/// of Nonlinear Parameters", 1963), with differences for derivatives. For a few unknowns, at the door; not for frames.
/// </summary>
internal static class LeastSquares
{
    private const int MostSteps = 200;
    private const double Difference = 1e-6;
    private const double Enough = 1e-12;

    /// <summary>The unknowns at the nearest minimum.</summary>
    /// <param name="start">Where to begin: of order 1.</param>
    /// <param name="residuals">As many, in the same order, each time.</param>
    public static double[] Minimise(double[] start, Func<double[], double[]> residuals)
    {
        double[] best = start;
        double[] left = residuals(best);
        double damping = 1e-3;
        for (int step = 0; step < MostSteps && damping < 1e12; step++)
        {
            double[]? tried = Step(best, left, residuals, damping);
            double[] leftThen = tried is null ? left : residuals(tried);
            double gain = Sum(left) - Sum(leftThen);
            if (tried is null || !(gain > 0))
            {
                damping *= 10;
                continue;
            }

            (best, left, damping) = (tried, leftThen, damping / 10);
            if (gain < Enough * (Sum(left) + Enough))
            {
                break;
            }
        }

        return best;
    }

    /// <summary>The variance of one unknown at a minimum, for residuals of variance 1; infinite where they do not determine it.</summary>
    public static double Variance(double[] minimum, Func<double[], double[]> residuals, int unknown)
    {
        double[,] normal = Normal(minimum, residuals(minimum), residuals, out _);
        double[] unit = new double[minimum.Length];
        unit[unknown] = 1;
        return Linear.TrySolve(normal, unit, out double[] column) && column[unknown] > 0 ? column[unknown] : double.PositiveInfinity;
    }

    /// <summary>Sum of squares.</summary>
    public static double Sum(double[] residuals) => residuals.Sum(residual => residual * residual);

    private static double[]? Step(double[] at, double[] left, Func<double[], double[]> residuals, double damping)
    {
        double[,] normal = Normal(at, left, residuals, out double[] right);
        for (int i = 0; i < at.Length; i++)
        {
            normal[i, i] += damping * (normal[i, i] + 1e-9);
        }

        return Linear.TrySolve(normal, right, out double[] step) ? [.. at.Zip(step, (value, change) => value - change)] : null;
    }

    private static double[,] Normal(double[] at, double[] left, Func<double[], double[]> residuals, out double[] right)
    {
        double[][] slopes = [.. Enumerable.Range(0, at.Length).Select(unknown =>
        {
            double[] beside = [.. at];
            beside[unknown] += Difference;
            return residuals(beside).Zip(left, (then, now) => (then - now) / Difference).ToArray();
        })];
        double[,] normal = new double[at.Length, at.Length];
        right = new double[at.Length];
        for (int row = 0; row < left.Length; row++)
        {
            Linear.Add(normal, right, [.. slopes.Select(slope => slope[row])], left[row]);
        }

        return normal;
    }
}
