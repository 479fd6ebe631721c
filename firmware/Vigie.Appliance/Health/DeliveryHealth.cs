namespace Vigie.Appliance.Health;

/// <summary>How events leave the box.</summary>
/// <param name="Broker">Its address.</param>
/// <param name="Connected">Whether it has accepted us.</param>
/// <param name="LastError">What went wrong last, in a sentence; null while all is well.</param>
/// <param name="Waiting">Records on disk that the broker has not taken yet.</param>
/// <param name="InMemory">Records that are not on disk yet.</param>
/// <param name="Taken">Records that the broker has taken since the start.</param>
/// <param name="Lost">Records given up since the start: each part of a gap record.</param>
/// <param name="OutboxBytes">Bytes of the outbox on disk.</param>
/// <param name="OutboxLimit">The most that it may take.</param>
/// <param name="Hub">The hub whose word counts; null: the broker's does.</param>
/// <param name="Unconfirmed">Records that the broker took and the hub has not confirmed yet: part of those that wait.</param>
/// <param name="CertificateEnds">When the box's own certificate ends; null where it showed none.</param>
/// <param name="ProjectionError">What the broker refused of what is said in other formats; null while all is well.</param>
/// <param name="ProjectionsDropped">What of it, of the moment, was dropped since the start: nothing of the box's own records.</param>
internal sealed record DeliveryHealth(
    string Broker, bool Connected, string? LastError, long Waiting, long InMemory, long Taken, long Lost, long OutboxBytes, long OutboxLimit,
    string? Hub, long Unconfirmed, DateTimeOffset? CertificateEnds, string? ProjectionError, long ProjectionsDropped);
