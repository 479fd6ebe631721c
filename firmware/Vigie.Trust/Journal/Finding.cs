namespace Vigie.Trust.Journal;

/// <summary>One thing that a verification found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">The record that it is about; none where it is about all.</param>
/// <param name="Text">In words for whoever asked: a sentence.</param>
public sealed record Finding(FindingKind Kind, long? Number, string Text)
{
    /// <summary>Whether it means that the journal is not what the box wrote, or cannot be told.</summary>
    public bool IsBreach => Kind >= FindingKind.WrongKey;
}
