namespace Vigie.Contract;

/// <summary>Sequences that follow each other, both ends included.</summary>
/// <param name="First">The first one, from 1.</param>
/// <param name="Last">The last one.</param>
public readonly record struct SequenceRange(uint First, uint Last)
{
    /// <summary>Whether a sequence lies within.</summary>
    public bool Holds(uint sequence) => sequence >= First && sequence <= Last;
}
