namespace Vigie.Vision.Plates;

/// <summary>What stands on a plate: up to 16 ASCII characters, held without memory of its own.</summary>
public readonly record struct PlateText
{
    /// <summary>The most characters that it holds.</summary>
    public const int MostCharacters = 16;

    private const int BitsPerCharacter = 7;

    private readonly UInt128 _characters;

    private PlateText(UInt128 characters, int length) => (_characters, Length) = (characters, length);

    /// <summary>How many characters there are.</summary>
    public int Length { get; }

    /// <summary>The character at a position.</summary>
    public char this[int position] =>
        position >= 0 && position < Length ? (char)(uint)((_characters >> (BitsPerCharacter * position)) & 0x7F) : throw new ArgumentOutOfRangeException(nameof(position));

    /// <summary>This text and one character more.</summary>
    /// <param name="character">An ASCII character.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none, or there is no room.</exception>
    public PlateText Append(byte character)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(character, 0x7F);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Length, MostCharacters);
        return new PlateText(_characters | ((UInt128)character << (BitsPerCharacter * Length)), Length + 1);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(Length, this, (characters, text) =>
    {
        for (int position = 0; position < characters.Length; position++)
        {
            characters[position] = text[position];
        }
    });
}
