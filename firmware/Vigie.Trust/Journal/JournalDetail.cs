using System.Globalization;
using System.Text;

namespace Vigie.Trust.Journal;

/// <summary>
/// What a record says beyond its kind: at most 12 entries of a short name and a text, a whole number or some bytes. Immutable. What a stranger
/// chose (a name, a reason) is made safe here: cut to 256 bytes of UTF-8, control characters replaced, so that it can neither fill
/// the disk nor command a terminal.
/// </summary>
public sealed class JournalDetail
{
    /// <summary>The most entries.</summary>
    public const int MostEntries = 12;

    /// <summary>The most characters of a name: <c>a</c> to <c>z</c>, digits, hyphens.</summary>
    public const int LongestName = 32;

    /// <summary>The most bytes of a text in UTF-8.</summary>
    public const int LongestText = 256;

    /// <summary>The most bytes of a byte string.</summary>
    public const int LongestBytes = 64;

    private readonly SortedDictionary<string, object> _entries;

    private JournalDetail(SortedDictionary<string, object> entries) => _entries = entries;

    /// <summary>Nothing more to say.</summary>
    public static JournalDetail Empty { get; } = new(new SortedDictionary<string, object>(StringComparer.Ordinal));

    /// <summary>Entries by name, in order; each a <see cref="string"/>, a <see cref="long"/> or a <see cref="ReadOnlyMemory{T}"/> of bytes.</summary>
    public IReadOnlyDictionary<string, object> Entries => _entries;

    /// <summary>With a text; cut and made safe.</summary>
    public JournalDetail With(string name, string text) => Add(name, MakeSafe(text));

    /// <summary>With a whole number.</summary>
    public JournalDetail With(string name, long number) => Add(name, number);

    /// <summary>With bytes, for example a hash; at most <see cref="LongestBytes"/>.</summary>
    public JournalDetail With(string name, ReadOnlySpan<byte> bytes) => bytes.Length <= LongestBytes
        ? Add(name, new ReadOnlyMemory<byte>(bytes.ToArray()))
        : throw new ArgumentException($"{bytes.Length} bytes, {LongestBytes} at most.", nameof(bytes));

    /// <summary>The text of an entry, or none.</summary>
    public string? Text(string name) => _entries.TryGetValue(name, out object? value) ? value as string : null;

    /// <summary>The number of an entry, or none.</summary>
    public long? Number(string name) => _entries.TryGetValue(name, out object? value) && value is long number ? number : null;

    /// <summary>The bytes of an entry, or none.</summary>
    public ReadOnlyMemory<byte>? Bytes(string name) =>
        _entries.TryGetValue(name, out object? value) && value is ReadOnlyMemory<byte> bytes ? bytes : null;

    /// <summary>For people: <c>name value, name value</c>, bytes in hexadecimal digits.</summary>
    public override string ToString() => string.Join(", ", _entries.Select(entry => $"{entry.Key} {Show(entry.Value)}"));

    /// <summary>An entry's value for people.</summary>
    public static string Show(object value) => value switch
    {
        ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    internal static bool IsName(string name) =>
        name.Length is >= 1 and <= LongestName && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    internal static string MakeSafe(string text)
    {
        var safe = new StringBuilder(Math.Min(text.Length, LongestText));
        int bytes = 0;
        // Half a surrogate pair enumerates as U+FFFD, which has an encoding.
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune kept = IsUnsafe(rune) ? Rune.ReplacementChar : rune;
            bytes += kept.Utf8SequenceLength;
            if (bytes > LongestText)
            {
                break;
            }

            safe.Append(kept);
        }

        return safe.ToString();
    }

    // Format characters (right-to-left override and its like) make a line say what it does not.
    private static bool IsUnsafe(Rune rune) => Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private JournalDetail Add(string name, object value)
    {
        if (!IsName(name) || (_entries.Count >= MostEntries && !_entries.ContainsKey(name)))
        {
            throw new ArgumentException($"\"{name}\" is no name of 1 to {LongestName} of a-z, 0-9 and -, or one more than {MostEntries}.", nameof(name));
        }

        return new JournalDetail(new SortedDictionary<string, object>(_entries, StringComparer.Ordinal) { [name] = value });
    }
}
