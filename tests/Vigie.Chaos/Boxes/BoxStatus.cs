namespace Vigie.Chaos.Boxes;

/// <summary>What a box says of itself, a few times a second.</summary>
/// <param name="Connected">Whether a broker has accepted it.</param>
/// <param name="Waiting">Records that are on disk or in memory and not delivered.</param>
/// <param name="InMemory">Those of them that are in memory only.</param>
/// <param name="Disk">What its disk says while it refuses; null: it takes everything.</param>
/// <param name="Refused">Events that its outbox did not take, because disk and memory were full.</param>
/// <param name="Hub">Which hub is in force.</param>
/// <param name="Problem">What went wrong last.</param>
/// <param name="CertificateEnds">When the certificate ends that it shows.</param>
/// <param name="Unconfirmed">Events that the broker took and the hub has not confirmed.</param>
/// <param name="Commands">What became of what came to its command topic; null: it asks for none.</param>
/// <param name="Oversized">How often the broker sent a packet that is larger than any may be.</param>
/// <param name="MostMegabytes">The most memory that its process had so far (proc(5), VmHWM).</param>
internal sealed record BoxStatus(
    bool Connected,
    long Waiting,
    long InMemory,
    string? Disk,
    long Refused,
    string? Hub,
    string? Problem,
    DateTimeOffset? CertificateEnds,
    long Unconfirmed,
    CommandCount? Commands,
    long Oversized,
    double MostMegabytes);
