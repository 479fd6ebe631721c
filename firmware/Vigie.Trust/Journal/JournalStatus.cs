using Vigie.Core;

namespace Vigie.Trust.Journal;

/// <summary>How a journal stands.</summary>
/// <param name="Records">Number of the last durable record.</param>
/// <param name="FirstKept">Number of the oldest that is kept.</param>
/// <param name="Waiting">Records in memory.</param>
/// <param name="Lost">Records refused since the start, because memory was full.</param>
/// <param name="DiskBytes">Bytes of its files.</param>
/// <param name="Commits">Groups written since the start: one fsync and one signature each.</param>
/// <param name="Fault">What the disk says while it refuses; none while it does not.</param>
public sealed record JournalStatus(long Records, long FirstKept, int Waiting, long Lost, long DiskBytes, long Commits, Fault? Fault);
