using Vigie.Chaos.Boxes;
using Vigie.Chaos.Receiving;
using Vigie.Delivery;

namespace Vigie.Chaos;

/// <summary>What one row counted, by name of each event.</summary>
/// <param name="Produced">Events that a box was told to be durable, or that it refused.</param>
/// <param name="Acknowledged">Those of them that its outbox let go: broker or hub has them.</param>
/// <param name="Received">Those of them that the receiver has, each once.</param>
/// <param name="Duplicates">Arrivals beyond the first of each.</param>
/// <param name="GivenUp">Events that gap records say to be given up.</param>
/// <param name="Lost">Events that are neither received nor said to be given up.</param>
/// <param name="Problem">What else is wrong; null: nothing.</param>
internal sealed record Tally(
    long Produced, long Acknowledged, long Received, long Duplicates, long GivenUp, long Lost, string? Problem = null)
{
    /// <summary>Whether all is accounted for.</summary>
    public bool IsEven => Problem is null && Produced > 0 && Lost == 0 && Produced == Received + GivenUp && Produced == Acknowledged + GivenUp;

    /// <summary>Lets the box deliver what is left, and the receiver take it; then counts.</summary>
    public static async Task<Tally> OfAsync(Stage stage, BoxProcess box, Receiver receiver, TimeSpan? patience = null)
    {
        BoxStatus? stuck = await box.DrainAsync(patience ?? TimeSpan.FromMinutes(10));
        HashSet<RecordId> told = Told.Read(box.Options.Told);
        // What is given up never comes; the rest is on its way for moments only.
        await stage.PatientlyAsync(() => receiver.Arrivals.Missing(told).Count <= receiver.Arrivals.GivenUp, TimeSpan.FromSeconds(5));
        string? problem = stuck is null ? null : $"not delivered in time: {stuck}; receiver {(receiver.Connected ? "connected" : "away")}, {receiver.State}";
        return Of(told, box.Left(), receiver.Arrivals, problem);
    }

    /// <summary>As a receiver counts that takes each arrival for another event.</summary>
    public Tally WithoutDeduplication() => this with { Received = Received + Duplicates };

    private static Tally Of(HashSet<RecordId> told, HashSet<RecordId> left, Arrivals arrivals, string? problem)
    {
        List<RecordId> missing = arrivals.Missing(told);
        long givenUp = arrivals.GivenUp;
        problem = arrivals.Broken ?? problem ?? (arrivals.Explains(missing) || givenUp == 0 ? null : "what is missing lies outside of the gaps that were said");
        return new Tally(
            told.Count,
            told.Count - told.Count(left.Contains) - givenUp,
            told.Count - missing.Count,
            arrivals.Duplicates,
            givenUp,
            Math.Max(0, missing.Count - givenUp),
            problem);
    }
}
