namespace Vigie.Delivery;

/// <summary>What came from the broker, as it came: nobody has verified it.</summary>
/// <param name="Name">Its topic below the device, for example <c>command</c>; a topic that is not this device's stands whole.</param>
/// <param name="Payload">Its payload; empty where that was longer than <see cref="LetterBox.MostBytes"/>.</param>
/// <param name="Bytes">How long the payload was.</param>
public sealed record Letter(string Name, ReadOnlyMemory<byte> Payload, long Bytes)
{
    /// <summary>Whether the payload was left out because it was too long.</summary>
    public bool IsTooLong => Bytes > Payload.Length;
}
