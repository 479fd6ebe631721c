namespace Vigie.Contract;

/// <summary>
/// Which record this is. (device, boot, sequence) is unique: a second one with the same three is the same record delivered again.
/// </summary>
/// <param name="Boot">The run of the software that made it.</param>
/// <param name="Sequence">Number within that run, over all topics of the device, from 1, rising with time.</param>
/// <param name="Previous">
/// Sequence of the record before it on the same topic in the same boot; none for the first. A subscriber of one topic who has not
/// seen that record has lost it: a true gap, whatever else was numbered in between.
/// </param>
public readonly record struct Identity(Boot Boot, uint Sequence, uint? Previous)
{
    /// <summary>Whether it is numbered from 1 and follows what it says it follows.</summary>
    public bool IsValid => Sequence >= 1 && Previous is null or >= 1 && (Previous is null || Previous < Sequence);
}
