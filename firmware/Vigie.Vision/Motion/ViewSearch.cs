namespace Vigie.Vision.Motion;

/// <summary>
/// Looks where a view's edges are, if not where they were: the shift at which most of them lie on edges along the same line (the generalised Hough transform
/// for one shape, Ballard, Pattern Recognition 13, 1981, over shifts only). First every second cell with a part of the edges, then around the best.
/// Allocates nothing.
/// </summary>
internal static class ViewSearch
{
    // A third of the picture to each side; of the edges so many must still be in it.
    private const int Reach = 3;
    private const float LeastInside = 0.4f;
    private const int CoarsePoints = 200, Step = 2;

    // So many of the edges must be found, and so many more than where they were: what repeats itself (a fence) is found at many places.
    private const float LeastFound = 0.55f, LeastMore = 0.25f;

    private const double LeastVariance = 1e-4;

    // A camera that trembles on its mast, or sinks a little, has not moved: of 160 cells across, so many.
    private const int LeastShift = 3;

    // Where hardly an edge is found anywhere, there is nothing to compare: dark, or plain.
    private const double LeastMean = 0.08;

    /// <summary>Looks for the shift that explains the picture.</summary>
    /// <param name="points">The view's edges.</param>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="lead">How much better the old place explains the picture than others do on average, in their standard deviations; large where there is nothing to compare.</param>
    /// <returns>The shift; none where no other place is clearly better than the old one.</returns>
    public static ViewShift Find(ReadOnlySpan<ViewPoint> points, ReadOnlySpan<float> means, int columns, int rows, out float lead)
    {
        int stride = Math.Max(1, points.Length / CoarsePoints);
        ViewShift best = default;
        float most = 0;
        double sum = 0, squares = 0;
        int tried = 0;
        for (int y = -rows / Reach; y <= rows / Reach; y += Step)
        {
            for (int x = -columns / Reach; x <= columns / Reach; x += Step)
            {
                float found = Try(points, stride, means, columns, rows, new ViewShift(x, y), ref best, ref most);
                (sum, squares, tried) = (sum + found, squares + found * found, tried + 1);
            }
        }

        ViewShift around = best;
        most = 0;
        for (int y = around.Y - Step; y <= around.Y + Step; y++)
        {
            for (int x = around.X - Step; x <= around.X + Step; x++)
            {
                Try(points, 1, means, columns, rows, new ViewShift(x, y), ref best, ref most);
            }
        }

        float before = Found(points, 1, means, columns, rows, default);
        double mean = sum / tried;
        lead = mean < LeastMean ? float.MaxValue : (float)((before - mean) / Math.Sqrt(Math.Max(LeastVariance, squares / tried - mean * mean)));
        bool isElsewhere = Math.Abs(best.X) >= LeastShift || Math.Abs(best.Y) >= LeastShift;
        return isElsewhere && most >= LeastFound && most >= before + LeastMore ? best : default;
    }

    private static float Try(
        ReadOnlySpan<ViewPoint> points, int stride, ReadOnlySpan<float> means, int columns, int rows, ViewShift shift, ref ViewShift best, ref float most)
    {
        float found = Found(points, stride, means, columns, rows, shift);
        if (found > most)
        {
            (best, most) = (shift, found);
        }

        return found;
    }

    private static float Found(ReadOnlySpan<ViewPoint> points, int stride, ReadOnlySpan<float> means, int columns, int rows, ViewShift shift)
    {
        int inside = 0, found = 0, asked = 0;
        for (int i = 0; i < points.Length; i += stride)
        {
            ref readonly ViewPoint point = ref points[i];
            int column = point.Column + shift.X, row = point.Row + shift.Y;
            asked++;
            if (column < 1 || row < 1 || column >= columns - 1 || row >= rows - 1)
            {
                continue;
            }

            inside++;
            int at = row * columns + column;
            found += point.Holds(means[at + 1] - means[at - 1], means[at + columns] - means[at - columns]) ? 1 : 0;
        }

        return inside < LeastInside * asked ? 0 : (float)found / inside;
    }
}
