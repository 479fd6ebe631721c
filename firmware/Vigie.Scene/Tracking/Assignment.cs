namespace Vigie.Scene.Tracking;

/// <summary>
/// Optimal assignment of rows to columns where each row may stay alone for a price: shortest augmenting paths (Jonker and Volgenant,
/// "A Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems", Computing 38, 1987). All memory is
/// allocated at construction. Equal costs are resolved by order, so the same input gives the same answer.
/// </summary>
public sealed class Assignment
{
    /// <summary>In the result: this row stays alone.</summary>
    public const int Alone = -1;

    private const int None = -1;

    private readonly int _maximumRows;
    private readonly int _maximumColumns;
    private readonly int[] _columnOfRow;
    private readonly int[] _rowOfColumn;
    private readonly double[] _rowPrice;
    private readonly double[] _columnPrice;
    private readonly double[] _distance;
    private readonly int[] _parentRow;
    private readonly bool[] _settled;

    /// <summary>Makes room for problems of up to this size.</summary>
    public Assignment(int maximumRows, int maximumColumns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumRows);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumColumns);
        _maximumRows = maximumRows;
        _maximumColumns = maximumColumns;

        // Behind the columns stand as many empty ones as there are rows: to be assigned to one of them is to stay alone.
        int columns = maximumColumns + maximumRows;
        _columnOfRow = new int[maximumRows];
        _rowPrice = new double[maximumRows];
        _rowOfColumn = new int[columns];
        _columnPrice = new double[columns];
        _distance = new double[columns];
        _parentRow = new int[columns];
        _settled = new bool[columns];
    }

    /// <summary>
    /// Finds the assignment with the least sum of costs, where a row that stays alone costs <paramref name="limit"/>: no pair that
    /// costs more is ever made.
    /// </summary>
    /// <param name="costs">Row after row, <paramref name="rows"/> x <paramref name="columns"/>, all finite.</param>
    /// <param name="rows">At most the maximum given at construction.</param>
    /// <param name="columns">At most the maximum given at construction.</param>
    /// <param name="limit">Cost of a row that stays alone.</param>
    /// <returns>Per row its column, or <see cref="Alone"/>; valid until the next call.</returns>
    /// <exception cref="ArgumentException">More costs than there is room for, or another number than rows times columns.</exception>
    public ReadOnlySpan<int> Solve(ReadOnlySpan<float> costs, int rows, int columns, float limit)
    {
        if (rows > _maximumRows || columns > _maximumColumns || costs.Length != rows * columns)
        {
            throw new ArgumentException(
                $"{costs.Length} costs for {rows} rows and {columns} columns; room is for {_maximumRows} and {_maximumColumns}.", nameof(costs));
        }

        int all = columns + rows;
        _rowPrice.AsSpan(0, rows).Clear();
        _columnPrice.AsSpan(0, all).Clear();
        _rowOfColumn.AsSpan(0, all).Fill(None);
        for (int row = 0; row < rows; row++)
        {
            Augment(costs, row, columns, all, limit);
        }

        Span<int> result = _columnOfRow.AsSpan(0, rows);
        result.Fill(Alone);
        for (int column = 0; column < columns; column++)
        {
            if (_rowOfColumn[column] != None)
            {
                // An equal price for staying alone is no reason to pair.
                int row = _rowOfColumn[column];
                result[row] = costs[row * columns + column] < limit ? column : Alone;
            }
        }

        return result;
    }

    /// <summary>Adds one row: the cheapest path from it, over rows already assigned, to a free column (Dijkstra on reduced costs).</summary>
    private void Augment(ReadOnlySpan<float> costs, int start, int columns, int all, float limit)
    {
        _distance.AsSpan(0, all).Fill(double.PositiveInfinity);
        _settled.AsSpan(0, all).Clear();
        int row = start, nearest;
        double reached = 0;
        while (true)
        {
            nearest = Relax(costs, row, columns, all, limit, reached);
            reached = _distance[nearest];
            if (_rowOfColumn[nearest] == None)
            {
                break;
            }

            _settled[nearest] = true;
            row = _rowOfColumn[nearest];
        }

        UpdatePrices(start, all, reached);
        Flip(start, nearest);
    }

    private int Relax(ReadOnlySpan<float> costs, int row, int columns, int all, float limit, double reached)
    {
        ReadOnlySpan<float> ofRow = costs.Slice(row * columns, columns);
        double price = _rowPrice[row];
        int nearest = None;
        for (int column = 0; column < all; column++)
        {
            if (_settled[column])
            {
                continue;
            }

            double distance = reached + (column < columns ? ofRow[column] : limit) - price - _columnPrice[column];
            if (distance < _distance[column])
            {
                _distance[column] = distance;
                _parentRow[column] = row;
            }

            if (nearest == None || _distance[column] < _distance[nearest])
            {
                nearest = column;
            }
        }

        return nearest;
    }

    private void UpdatePrices(int start, int all, double reached)
    {
        _rowPrice[start] += reached;
        for (int column = 0; column < all; column++)
        {
            if (_settled[column])
            {
                double slack = reached - _distance[column];
                _columnPrice[column] -= slack;
                _rowPrice[_rowOfColumn[column]] += slack;
            }
        }
    }

    private void Flip(int start, int column)
    {
        while (true)
        {
            int row = _parentRow[column];
            int before = PreviousColumn(row, start);
            _rowOfColumn[column] = row;
            _columnOfRow[row] = column;
            if (before == None)
            {
                return;
            }

            column = before;
        }
    }

    private int PreviousColumn(int row, int start) => row == start ? None : _columnOfRow[row];
}
