using System.Globalization;

namespace Vigie.Trust.Signatures;

/// <summary>
/// Texts that people decide by look like what they are: no control, no invisible or direction-changing characters (Unicode categories
/// Cc, Cf, Co, Cs, Cn, Zl, Zp), no blank at either end.
/// </summary>
internal static class PlainText
{
    /// <summary>What is wrong with a text, or null.</summary>
    public static string? ProblemOf(string text, int most)
    {
        if (text.Length == 0 || text.Length > most)
        {
            return $"has {text.Length} characters, not 1 to {most}";
        }

        return char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) ? "begins or ends with a blank"
            : text.EnumerateRunes().Any(rune => IsDeceptive(System.Text.Rune.GetUnicodeCategory(rune))) ? "holds characters that cannot be seen"
            : null;
    }

    private static bool IsDeceptive(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
