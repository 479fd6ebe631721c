using System.Collections.Immutable;
using Vigie.Core.Settings;
using Vigie.Scene.Rules.Shadows;

namespace Vigie.Appliance.Health;

/// <summary>What a rule would have said in its shadow time: how often, when, where.</summary>
/// <param name="Over">Whether the shadow time is over, and the rule speaks.</param>
/// <param name="WatchedSeconds">How long it has watched in it.</param>
/// <param name="OfSeconds">How long it is.</param>
/// <param name="Signals">Signals that it would have started.</param>
/// <param name="Held">Further ones that its limit would have held back.</param>
/// <param name="Hours">Of the signals: by hour of the day on the place's clock, from midnight.</param>
/// <param name="Cells">Of the signals: by where they stood, lines of the picture's parts from top to bottom.</param>
public sealed record ShadowReport(
    bool Over, double WatchedSeconds, double OfSeconds, int Signals, int Held, ImmutableArray<int> Hours, ImmutableArray<ImmutableArray<int>> Cells)
{
    private static readonly string[] Columns = ["left", "centre left", "centre right", "right"];

    private static readonly string[] Rows = ["top", "middle", "bottom"];

    /// <summary>In words.</summary>
    internal string Sentence
    {
        get
        {
            string would = Over ? "shadow time is over" : $"in its shadow time, {Units.Show(TimeSpan.FromSeconds(WatchedSeconds))} of {Units.Show(TimeSpan.FromSeconds(OfSeconds))}";
            string fired = Line($"{would}: would have sent {Signals} signal{(Signals == 1 ? "" : "s")}{(Held > 0 ? Line($" and held back {Held}") : "")}");
            return Signals == 0 ? fired : $"{fired}; at {Most(HoursInWords)}; {Most(CellsInWords)}";
        }
    }

    private IEnumerable<(int Count, string Name)> HoursInWords => Hours.Select((count, hour) => (count, Line($"{hour:00}-{hour + 1:00} h")));

    private IEnumerable<(int Count, string Name)> CellsInWords => Cells.SelectMany(
        (row, rowNumber) => row.Select((count, column) => (count, $"{Rows[rowNumber]} {Columns[column]}")));

    /// <summary>Of a ledger, now.</summary>
    public static ShadowReport Of(ShadowLedger ledger)
    {
        ShadowTally tally = ledger.Tally;
        return new ShadowReport(
            ledger.IsOver,
            Math.Round(tally.Watched.TotalSeconds, 1),
            ledger.Length.TotalSeconds,
            tally.Signals,
            tally.Held,
            tally.Hours,
            [.. tally.Cells.Chunk(ShadowTally.Columns).Select(row => row.ToImmutableArray())]);
    }

    // The whole is in the record; people want to know where to look first.
    private static string Most(IEnumerable<(int Count, string Name)> parts) => string.Join(
        ", ", parts.Where(part => part.Count > 0).OrderByDescending(part => part.Count).Take(4).Select(part => Line($"{part.Name} {part.Count}")));

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
