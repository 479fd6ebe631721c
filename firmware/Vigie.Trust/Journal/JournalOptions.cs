using Microsoft.Win32.SafeHandles;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Trust.Journal;

/// <summary>Where a journal lives, whose it is, and how long it keeps what.</summary>
public sealed record JournalOptions
{
    /// <summary>Folder of its own, <c>journal</c> below the state directory; made with mode 0700 where absent.</summary>
    public required string Folder { get; init; }

    /// <summary>Site and device, <c>SITE/DEVICE</c>: what heads say.</summary>
    public required string Box { get; init; }

    /// <summary>Bytes at which a file is closed and the next begun: the grain of retention.</summary>
    public int FileBytes { get; init; } = 1_000_000;

    /// <summary>
    /// How long records are kept. Only closed files go, whole, and only by clocks that were trusted both then and now: a wrong clock deletes
    /// nothing.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(3 * 365);

    /// <summary>The most bytes on disk; beyond that the oldest closed file goes, whatever its age. A file at least is kept.</summary>
    public long CapBytes { get; init; } = 256_000_000;

    /// <summary>How long a record that nobody waits for may lie in memory, so that several share one write.</summary>
    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Records that wait for the disk at most; beyond that they are refused and counted.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>How long to wait before a disk that refused is asked again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the clock is looked at when nothing is written.</summary>
    public TimeSpan ClockInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far the wall clock may move against the monotonic one before it counts as set. (NTP slews at most 0.5 ms a second.)</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the box can trust its wall clock just now; never, unless somebody says so.</summary>
    public Func<bool> TimeTrusted { get; init; } = () => false;

    /// <summary>What makes a file's content durable; tests let it fail.</summary>
    internal Action<SafeFileHandle> Flush { get; init; } = PrivateFile.Flush;

    internal void Check()
    {
        if (Box.Length is < 1 or > JournalHeadRecord.LongestBox || Capacity < 1
            || FileBytes < 2 * JournalRecordCodec.MostBytes || FileBytes > JournalFile.MostBytes / 2 || CapBytes < 2L * FileBytes)
        {
            throw new Fault(
                FaultKind.Config, Folder, $"a journal of {CapBytes} bytes in files of {FileBytes}, for \"{Box}\", cannot be kept",
                "Name the box SITE/DEVICE, make files of 8 KB to 8 MB, and allow at least two of them.");
        }
    }
}
