namespace Vigie.Delivery;

/// <summary>What is said to the broker.</summary>
/// <param name="Topic">Topic below the device's own root, for example <c>event/intrusion</c>; at most 255 bytes of UTF-8.</param>
/// <param name="ContentType">MQTT 5 content type; at most 255 bytes of UTF-8.</param>
/// <param name="Payload">The encoded record.</param>
/// <param name="Retain">Whether the broker keeps it for those who subscribe later.</param>
public readonly record struct OutboxMessage(string Topic, string ContentType, ReadOnlyMemory<byte> Payload, bool Retain = false);
