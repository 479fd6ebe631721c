namespace Vigie.Edgectl.Hub;

/// <summary>A message as it came, to be acknowledged once it is durable.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="ContentType">MQTT 5 content type, if it had one.</param>
/// <param name="Payload">Its payload.</param>
/// <param name="Retained">Whether it is the broker's kept copy.</param>
/// <param name="Received">When it came.</param>
/// <param name="Acknowledge">Tells the broker that it need not keep it for us.</param>
internal sealed record HubMessage(
    string Topic, string? ContentType, byte[] Payload, bool Retained, DateTimeOffset Received, Func<Task> Acknowledge);
