using CsCheck;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

public sealed class AssignmentTest
{
    private static readonly Gen<(int Rows, int Columns, float[] Costs, float Limit)> Problems =
        from rows in Gen.Int[0, 5]
        from columns in Gen.Int[0, 5]
        from costs in Gen.Int[0, 20].Select(cost => cost / 10f).Array[rows * columns]
        from limit in Gen.Int[0, 25].Select(cost => cost / 10f)
        select (rows, columns, costs, limit);

    [Fact]
    public void No_assignment_is_cheaper() => Problems.Sample(problem =>
    {
        (int rows, int columns, float[] costs, float limit) = problem;
        ReadOnlySpan<int> answer = new Assignment(5, 5).Solve(costs, rows, columns, limit);
        Assert.Equal(rows, answer.Length);
        Assert.Equal(Cheapest(costs, 0, rows, columns, limit, 0), Price(costs, answer, columns, limit), 4);
    });

    [Fact]
    public void No_column_is_given_twice_and_no_pair_costs_as_much_as_staying_alone() => Problems.Sample(problem =>
    {
        (int rows, int columns, float[] costs, float limit) = problem;
        int[] answer = new Assignment(5, 5).Solve(costs, rows, columns, limit).ToArray();
        int[] pairs = [.. answer.Where(column => column != Assignment.Alone)];
        Assert.Equal(pairs.Distinct().Count(), pairs.Length);
        Assert.All(Enumerable.Range(0, rows).Where(row => answer[row] != Assignment.Alone), row => Assert.True(costs[row * columns + answer[row]] < limit));
    });

    [Fact]
    public void An_earlier_problem_leaves_no_trace() => Gen.Select(Problems, Problems).Sample((first, second) =>
    {
        var used = new Assignment(5, 5);
        used.Solve(first.Costs, first.Rows, first.Columns, first.Limit);
        int[] again = used.Solve(second.Costs, second.Rows, second.Columns, second.Limit).ToArray();
        Assert.Equal(new Assignment(5, 5).Solve(second.Costs, second.Rows, second.Columns, second.Limit).ToArray(), again);
    });

    // What is best for the first row alone is not best for all: the trap of greedy matching.
    [Fact]
    public void The_sum_decides() =>
        Assert.Equal([1, 0], new Assignment(2, 2).Solve([0.1f, 0.2f, 0.2f, 0.9f], 2, 2, 1).ToArray());

    [Fact]
    public void More_than_there_is_room_for_is_refused()
    {
        var small = new Assignment(2, 2);
        Assert.Throws<ArgumentException>(() => small.Solve(new float[6], 3, 2, 1).Length);
        Assert.Throws<ArgumentException>(() => small.Solve(new float[3], 2, 2, 1).Length);
    }

    private static double Price(float[] costs, ReadOnlySpan<int> answer, int columns, float limit)
    {
        double sum = 0;
        for (int row = 0; row < answer.Length; row++)
        {
            sum += answer[row] == Assignment.Alone ? limit : costs[row * columns + answer[row]];
        }

        return sum;
    }

    private static double Cheapest(float[] costs, int row, int rows, int columns, float limit, int taken)
    {
        if (row == rows)
        {
            return 0;
        }

        double best = limit + Cheapest(costs, row + 1, rows, columns, limit, taken);
        for (int column = 0; column < columns; column++)
        {
            if ((taken & 1 << column) == 0)
            {
                best = Math.Min(
                    best, costs[row * columns + column] + Cheapest(costs, row + 1, rows, columns, limit, taken | 1 << column));
            }
        }

        return best;
    }
}
