using System.Collections.Immutable;
using System.Text;
using Vigie.Contract;

namespace Vigie.Scene.Rules.Shadows;

/// <summary>
/// What may leave the box of a shadow time: as of a rule <c>count</c>, nothing that is of too few, and nothing from which that would follow (primary and complementary
/// suppression, as in the folder Count).
/// </summary>
public static class ShadowDisclosure
{
    /// <summary>The record; its identity and context are the sender's to give.</summary>
    /// <param name="tally">What was counted.</param>
    /// <param name="rule">The rule that counted.</param>
    /// <param name="camera">Its camera's number.</param>
    /// <param name="floor">No number but 0 of fewer is told; of a rule about the camera itself every number is.</param>
    /// <param name="time">When it is told.</param>
    public static ShadowRecord Of(ShadowTally tally, RuleSettings rule, int camera, int floor, DateTimeOffset time)
    {
        bool isOfCamera = rule.Kind == EventKind.Tamper;
        floor = isOfCamera ? 1 : floor;
        bool isTold = tally.Signals >= floor;
        return new ShadowRecord
        {
            Identity = default,
            Context = 0,
            Camera = camera,
            Kind = rule.Kind,
            Zone = rule.PlaceNumber,
            Rule = Plain(rule.Label),
            Time = time,
            Watched = (int)Math.Min(tally.Watched.TotalSeconds, ShadowRecord.LongestWatch),
            Floor = floor,
            Signals = isTold || tally.Signals == 0 ? tally.Signals : null,
            Held = tally.Held >= floor || tally.Held == 0 ? tally.Held : null,
            Hours = isTold ? [.. Told(tally.Hours, tally.Signals, floor).Select(hour => new ShadowHour(hour, tally.Hours[hour]))] : [],
            Columns = ShadowTally.Columns,
            Rows = ShadowTally.Rows,
            // A camera that is covered stands nowhere in its picture.
            Cells = isTold && !isOfCamera
                ? [.. Told(tally.Cells, tally.Signals, floor).Select(cell => new ShadowCell(cell % ShadowTally.Columns, cell / ShadowTally.Columns, tally.Cells[cell]))]
                : [],
        };
    }

    // Where those of too few are together of too few as well, the least of the others is kept back with them.
    private static List<int> Told(ImmutableArray<int> counts, int whole, int floor)
    {
        List<int> told = [.. Enumerable.Range(0, counts.Length).Where(part => counts[part] > 0 && counts[part] >= floor)];
        long rest = whole - told.Sum(part => (long)counts[part]);
        if (rest > 0 && rest < floor && told.Count > 0)
        {
            told.Remove(told.MinBy(part => counts[part]));
        }

        return told;
    }

    // An installer's words, as the wire takes them.
    private static string Plain(string label)
    {
        StringBuilder plain = new();
        foreach (Rune rune in label.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > ShadowRecord.LongestRule)
            {
                break;
            }

            plain.Append(Rune.IsControl(rune) || rune == Rune.ReplacementChar ? "?" : rune.ToString());
        }

        return plain.ToString();
    }
}
