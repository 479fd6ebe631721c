namespace Vigie.Edgectl.Watch;

/// <summary>A message as it came.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="ContentType">MQTT 5 content type, if it had one.</param>
/// <param name="Payload">Its payload.</param>
/// <param name="Retained">Whether the broker had kept it for those who subscribe later.</param>
/// <param name="PacketBytes">Length of the whole MQTT packet: header, topic, properties and payload.</param>
public sealed record Arrival(string Topic, string? ContentType, ReadOnlyMemory<byte> Payload, bool Retained, int PacketBytes);
