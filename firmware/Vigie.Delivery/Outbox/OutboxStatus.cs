using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>How the outbox stands: one consistent look.</summary>
/// <param name="WaitingSignals">Durable signals that were not acknowledged yet.</param>
/// <param name="WaitingTelemetry">Durable telemetry that was not acknowledged yet.</param>
/// <param name="InMemory">Records that are not on disk yet.</param>
/// <param name="DiskBytes">Bytes on disk, quarantine included.</param>
/// <param name="Appended">Records taken since the start.</param>
/// <param name="Lost">Records given up since the start, for whatever reason: each is part of a gap record.</param>
/// <param name="Commits">Groups of records made durable since the start.</param>
/// <param name="Fault">What the disk says, while it refuses; otherwise null.</param>
public sealed record OutboxStatus(
    long WaitingSignals,
    long WaitingTelemetry,
    long InMemory,
    long DiskBytes,
    long Appended,
    long Lost,
    long Commits,
    Fault? Fault);
