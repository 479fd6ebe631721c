namespace Vigie.Delivery;

/// <summary>How delivery stands.</summary>
/// <param name="Connected">Whether the broker has accepted us.</param>
/// <param name="Broker">Address of the broker in question: of several, the one that is connected, or tried next.</param>
/// <param name="Waiting">Durable records that were not acknowledged yet, both lanes.</param>
/// <param name="LastReason">The last reason code of a PUBACK (MQTT 5, section 3.4.2.1), or null before the first.</param>
/// <param name="LastError">What went wrong last, in a sentence; null while all is well.</param>
/// <param name="Sent">Records that the broker has taken since the start.</param>
/// <param name="Bytes">Bytes of all PUBLISH packets since the start, repeated ones included.</param>
/// <param name="Hub">The hub whose word counts; null: the broker's does.</param>
/// <param name="Unconfirmed">Records that the broker took and the hub has not confirmed yet: part of those that wait.</param>
/// <param name="CertificateEnds">When the box's own certificate ends; null where none was shown.</param>
/// <param name="ProjectionError">What the broker refused of the projections last, in a sentence; null while all is well.</param>
/// <param name="ProjectionsDropped">Projected messages of the moment that were dropped since the start.</param>
public sealed record PostmanStatus(
    bool Connected, string Broker, long Waiting, int? LastReason, string? LastError, long Sent, long Bytes,
    string? Hub = null, int Unconfirmed = 0, DateTimeOffset? CertificateEnds = null,
    string? ProjectionError = null, long ProjectionsDropped = 0);
