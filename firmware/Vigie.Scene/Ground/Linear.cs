namespace Vigie.Scene.Ground;

/// <summary>Small systems of linear equations, as calibrations need them.</summary>
internal static class Linear
{
    // Of equations in normalised unknowns: a smaller pivot is rounding.
    private const double SmallestPivot = 1e-10;

    /// <summary>Adds one equation, row · x = value, to the normal equations of a least-squares problem.</summary>
    public static void Add(double[,] normal, double[] right, ReadOnlySpan<double> row, double value)
    {
        for (int i = 0; i < row.Length; i++)
        {
            right[i] += row[i] * value;
            for (int j = 0; j < row.Length; j++)
            {
                normal[i, j] += row[i] * row[j];
            }
        }
    }

    /// <summary>Solves by elimination with partial pivoting; false where the equations do not determine the unknowns.</summary>
    public static bool TrySolve(double[,] matrix, double[] right, out double[] solution)
    {
        int count = right.Length;
        double[,] m = (double[,])matrix.Clone();
        solution = (double[])right.Clone();
        for (int column = 0; column < count; column++)
        {
            int pivot = Pivot(m, column, count);
            if (Math.Abs(m[pivot, column]) < SmallestPivot)
            {
                return false;
            }

            Swap(m, solution, column, pivot, count);
            for (int row = 0; row < count; row++)
            {
                double factor = row == column ? 0 : m[row, column] / m[column, column];
                for (int k = column; k < count; k++)
                {
                    m[row, k] -= factor * m[column, k];
                }

                solution[row] -= factor * solution[column];
            }
        }

        for (int i = 0; i < count; i++)
        {
            solution[i] /= m[i, i];
        }

        return true;
    }

    private static int Pivot(double[,] m, int column, int count)
    {
        int pivot = column;
        for (int row = column + 1; row < count; row++)
        {
            pivot = Math.Abs(m[row, column]) > Math.Abs(m[pivot, column]) ? row : pivot;
        }

        return pivot;
    }

    private static void Swap(double[,] m, double[] right, int a, int b, int count)
    {
        (right[a], right[b]) = (right[b], right[a]);
        for (int k = 0; k < count; k++)
        {
            (m[a, k], m[b, k]) = (m[b, k], m[a, k]);
        }
    }
}
