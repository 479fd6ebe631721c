namespace Vigie.Edgectl.Watch;

/// <summary>A set of sequences, which come nearly in order: one bit each, in pages of 1024.</summary>
public sealed class SequenceSet
{
    private const int BitsPerWord = 64;
    private const int WordsPerPage = 16;

    private readonly Dictionary<uint, ulong[]> _pages = [];

    /// <summary>Puts one in.</summary>
    /// <returns>False where it was in.</returns>
    public bool Add(uint sequence)
    {
        (uint page, int word, ulong bit) = Place(sequence);
        if (!_pages.TryGetValue(page, out ulong[]? words))
        {
            words = new ulong[WordsPerPage];
            _pages.Add(page, words);
        }

        bool isNew = (words[word] & bit) == 0;
        words[word] |= bit;
        return isNew;
    }

    /// <summary>Whether one is in.</summary>
    public bool Contains(uint sequence)
    {
        (uint page, int word, ulong bit) = Place(sequence);
        return _pages.TryGetValue(page, out ulong[]? words) && (words[word] & bit) != 0;
    }

    private static (uint Page, int Word, ulong Bit) Place(uint sequence) => (
        sequence / (BitsPerWord * WordsPerPage),
        (int)(sequence / BitsPerWord % WordsPerPage),
        1UL << (int)(sequence % BitsPerWord));
}
