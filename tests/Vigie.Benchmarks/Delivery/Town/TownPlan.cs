namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>What both processes of the town know: how many boxes, how fast, and what they are called.</summary>
/// <param name="Boxes">How many; box 0 first.</param>
/// <param name="Rate">Events a second of all together, one box after the other.</param>
internal sealed record TownPlan(int Boxes, int Rate)
{
    /// <summary>Site of the boxes with outbox and postman.</summary>
    public const string BoxSite = "town";

    /// <summary>Site of as many publishers that have neither.</summary>
    public const string BareSite = "bare";

    /// <summary>Stopwatch ticks from the start of a round to when an event of it is due.</summary>
    public long Due(int number) => (long)(number / (double)Rate * System.Diagnostics.Stopwatch.Frequency);
}
