using System.Diagnostics;
using System.Globalization;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>What arrived in one round, and how long after it was due. A box's first event of a round has the sequence that follows the last of the round before.</summary>
/// <param name="plan">The town.</param>
/// <param name="site">Whose events count.</param>
/// <param name="before">How many events each box has said before this round.</param>
/// <param name="start">When the first one is due, Stopwatch.</param>
/// <param name="count">How many there are: a multiple of the number of boxes.</param>
internal sealed class TownRound(TownPlan plan, string site, int before, long start, int count)
{
    private readonly long[] _at = new long[count];
    private int _received;

    public string Site => site;

    /// <summary>Cores that the boxes' process took meanwhile.</summary>
    public double Cores { get; set; }

    public int Received => Volatile.Read(ref _received);

    public int Lost => count - Received;

    public int Duplicates { get; private set; }

    /// <summary>Takes one. One thread.</summary>
    public void Take(int box, uint sequence)
    {
        long now = Stopwatch.GetTimestamp();
        long number = (((long)sequence - 1 - before) * plan.Boxes) + box;
        if (number < 0)
        {
            // Of a round before: it was received there.
            Duplicates++;
            return;
        }

        if (number >= count)
        {
            throw new InvalidOperationException($"box-{box} said event {sequence}, and only {count / plan.Boxes} a box are due.");
        }

        if (_at[number] != 0)
        {
            Duplicates++;
            return;
        }

        _at[number] = now;
        Interlocked.Increment(ref _received);
    }

    /// <summary>Milliseconds from due to arrival, ascending, of what arrived.</summary>
    public double[] Latencies() =>
        [.. _at.Select((at, number) => (at, number)).Where(one => one.at != 0)
            .Select(one => Stopwatch.GetElapsedTime(start + plan.Due(one.number), one.at).TotalMilliseconds).Order()];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{count} produced, {Received} received, {Lost} lost, {Duplicates} duplicates");
}
