using System.Globalization;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// Compares a journal's head with those that the hub holds of the same box. Heads may come late and again, so a lower number alone proves nothing;
/// what no honest box does is sign one number twice with another hash, count on from a lower number in a later boot, or begin a new journal unasked.
/// Signatures are not checked here, for a hub has no keys: <c>edgectl journal verify</c> does that with what <c>edgectl hub heads</c> writes.
/// </summary>
internal static class Witness
{
    /// <param name="head">The one that came.</param>
    /// <param name="held">Those that are held already.</param>
    /// <returns>What is wrong, in words; none where they agree.</returns>
    public static IEnumerable<(string Kind, string Text)> Contradictions(JournalHeadRecord head, IReadOnlyCollection<JournalHeadRecord> held)
    {
        JournalHeadRecord[] same = [.. held.Where(other => other.Journal.Span.SequenceEqual(head.Journal.Span))];
        if (same.FirstOrDefault(other => other.Number == head.Number && !other.AgreesWith(head)) is { } other)
        {
            yield return ("journal-forked", $"{Show(head)}, and {Show(other)}: the box signed two histories, or an older disk was put back");
        }

        if (same.Where(before => WentBack(before, head)).MaxBy(before => before.Number) is { } before)
        {
            yield return ("journal-went-back", $"{Show(head)}, after {Show(before)}: an older disk was put back, or the journal's end was cut off");
        }

        if (same.Length == 0 && held.Count > 0)
        {
            string old = Convert.ToHexStringLower(held.Last().Journal.Span[..4]);
            yield return ("journal-replaced", $"{Show(head)} is of another journal than {old}… before: the box was reset or replaced, or its journal was taken away");
        }
    }

    private static bool WentBack(JournalHeadRecord before, JournalHeadRecord head) => head.Number < before.Number
        && (head.Boot.Counter > before.Boot.Counter
            || (head.Boot.Counter == before.Boot.Counter && head.Boot.Nonce != before.Boot.Nonce)
            || (head.Boot == before.Boot && head.TimeTrusted && before.TimeTrusted && head.Time > before.Time));

    private static string Show(JournalHeadRecord head) => string.Create(
        CultureInfo.InvariantCulture,
        $"record {head.Number} of journal {Convert.ToHexStringLower(head.Journal.Span[..4])}… is {Convert.ToHexStringLower(head.Hash.Span[..8])}…, signed {head.Time:yyyy-MM-dd HH:mm:ss} UTC in boot {head.Boot}");
}
