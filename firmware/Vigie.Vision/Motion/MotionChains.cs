namespace Vigie.Vision.Motion;

/// <summary>
/// Counts cells that move together with a neighbour, and for longer than chance would have it. What walks or drives lies in the next
/// picture beside where it lay in the last; rain, snow and noise lie anywhere. Each cell's chain is one longer than the longest around it
/// in the picture before. How long a chain must be follows from how many begin and how many of those go on: where hardly any begin, two
/// pictures are enough.
/// </summary>
internal sealed class MotionChains
{
    // Pictures farther apart than this tell nothing of chains: only key frames are decoded, or the camera is slow.
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(4);

    // Cells that chance may give on average, and the longest chain that is asked for.
    private const float ByChance = 0.005f;
    private const int Longest = 20;

    // Fewer beginnings in a picture than this are none.
    private const float Quiet = 0.5f;

    // Two cells of a chain are something; of one picture alone it takes three, and more where it rains.
    private const int FewestOfChain = 2, FewestAlone = 3;

    private readonly int _columns;
    private readonly int _rows;
    private byte[] _chains;
    private byte[] _before;
    private float _first;
    private float _second;
    private float _steady;

    /// <summary>Allocates for a grid of cells.</summary>
    public MotionChains(int columns, int rows)
    {
        (_columns, _rows) = (columns, rows);
        _chains = new byte[columns * rows];
        _before = new byte[columns * rows];
    }

    /// <summary>Forgets where something moved, not how restless the place is.</summary>
    public void Break() => Array.Clear(_chains);

    /// <summary>Follows the chains into the next picture.</summary>
    /// <param name="moving">1 for each cell that moves, else 0.</param>
    /// <param name="elapsed">Time since the last picture.</param>
    /// <param name="together">How many cells move together with another, chained or not.</param>
    /// <returns>How many cells move beyond chance; 0 where those are too few.</returns>
    public int Count(ReadOnlySpan<float> moving, TimeSpan elapsed, out int together)
    {
        (_chains, _before) = (_before, _chains);
        Array.Clear(_chains);
        bool near = elapsed <= Near;
        if (moving.Contains(1f))
        {
            Link(moving, near);
            Spread();
        }

        int enough = near ? LongEnough() : 1, first = 0, second = 0, counted = 0;
        float chance = near ? Expected(enough) : _steady;
        together = 0;
        foreach (byte chain in _chains)
        {
            together += chain > 0 ? 1 : 0;
            first += chain == 1 ? 1 : 0;
            second += chain == 2 ? 1 : 0;
            counted += chain >= enough ? 1 : 0;
        }

        if (near)
        {
            Learn(elapsed, first, second);
        }

        return counted >= (near ? FewestOfChain : FewestAlone) + 3 * chance ? counted : 0;
    }

    private void Link(ReadOnlySpan<float> moving, bool near)
    {
        for (int row = 1; row < _rows - 1; row++)
        {
            int start = row * _columns;
            if (!moving.Slice(start, _columns).Contains(1f))
            {
                continue;
            }

            for (int at = start + 1; at < start + _columns - 1; at++)
            {
                if (moving[at] > 0 && Around(moving, at) >= 2)
                {
                    _chains[at] = (byte)Math.Min(near ? 1 + LongestAround(_before, at) : 1, byte.MaxValue - 1);
                }
            }
        }
    }

    // What is connected has one chain, the longest: the front of a fast object has no cell beside it in the picture before. Two sweeps
    // reach all of what is not coiled.
    private void Spread()
    {
        for (int at = _columns; at < _chains.Length - _columns; at++)
        {
            _chains[at] = _chains[at] > 0 ? LongestAround(_chains, at) : (byte)0;
        }

        for (int at = _chains.Length - _columns - 1; at >= _columns; at--)
        {
            _chains[at] = _chains[at] > 0 ? LongestAround(_chains, at) : (byte)0;
        }
    }

    private void Learn(TimeSpan elapsed, int first, int second)
    {
        float share = 1 - MathF.Exp(-(float)(elapsed / Memory));
        _first += share * (first - _first);
        _second += share * (second - _second);

        // What begins in nearly every picture. One large object begins at once and then goes on: it adds little.
        _steady += share * Math.Min(first - _steady, 1.5f + 2 * _steady);
    }

    // Which part of the chains that begin go on by chance.
    private float GoesOn => Math.Clamp(_second / Math.Max(_first, 0.01f), 0.05f, 0.95f);

    // The length at which chance gives fewer cells than it may: steady * goesOn^(length - 1) < ByChance.
    private int LongEnough() => _steady <= Quiet
        ? 2
        : Math.Clamp(1 + (int)MathF.Ceiling(MathF.Log(ByChance / _steady) / MathF.Log(GoesOn)), 2, Longest);

    // Cells that chance gives in chains of so many and more.
    private float Expected(int length) => length < Longest ? 0 : _steady * MathF.Pow(GoesOn, length - 1) / (1 - GoesOn);

    private float Around(ReadOnlySpan<float> moving, int at) =>
        Sum(moving, at - _columns) + Sum(moving, at) + Sum(moving, at + _columns);

    private static float Sum(ReadOnlySpan<float> row, int at) => row[at - 1] + row[at] + row[at + 1];

    private byte LongestAround(byte[] chains, int at) => Math.Max(
        Max(chains, at), Math.Max(Max(chains, at - _columns), Max(chains, at + _columns)));

    private static byte Max(byte[] chains, int at) => Math.Max(chains[at], Math.Max(chains[at - 1], chains[at + 1]));
}
