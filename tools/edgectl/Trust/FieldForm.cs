namespace Vigie.Edgectl.Trust;

/// <summary>How an answer becomes JSON.</summary>
public enum FieldForm
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number, or true or false.</summary>
    Word,

    /// <summary>Texts, separated by commas.</summary>
    List,
}
