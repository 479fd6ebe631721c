using Microsoft.Win32.SafeHandles;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>Where an outbox lives and how much it may hold. Sizes in bytes.</summary>
public sealed record OutboxOptions
{
    /// <summary>Folder of its own; made with mode 0700 where absent.</summary>
    public required string Folder { get; init; }

    /// <summary>Everything it may hold on disk: by default 30 days of one event a second.</summary>
    public long CapBytes { get; init; } = 512_000_000;

    /// <summary>Size at which a new segment is begun: the grain in which the oldest are given up.</summary>
    public int SegmentBytes { get; init; } = 4_000_000;

    /// <summary>
    /// Memory of each of a lane's two buffers in front of the disk. While the disk takes nothing, both fill; then the newest are refused.
    /// </summary>
    public int BufferBytes { get; init; } = 1_000_000;

    /// <summary>Fixed boot for replays, which give the same bytes twice; otherwise the outbox counts its boots itself.</summary>
    public ulong? Boot { get; init; }

    /// <summary>Boots that were counted elsewhere: the outbox counts on from these, or from its own where those are more.</summary>
    public uint BootsBefore { get; init; }

    /// <summary>How long a cursor may stay unwritten: what is delivered twice after a crash.</summary>
    public TimeSpan CursorInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait before a disk that refused is asked again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after it happened a record may be sent and be no history.</summary>
    public TimeSpan Recent { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What makes a file's content durable; tests let it fail, or leave it out.</summary>
    internal Action<SafeFileHandle> Flush { get; init; } = PrivateFile.Flush;

    internal void Check()
    {
        if (CapBytes / 4 < SegmentBytes || SegmentBytes < BufferBytes + SegmentFormat.HeaderBytes || BufferBytes < 1024)
        {
            throw new Fault(
                FaultKind.Config,
                Folder,
                $"an outbox of {CapBytes} bytes with segments of {SegmentBytes} and buffers of {BufferBytes} cannot work",
                "Give it at least four segments, each larger than a buffer of at least 1024 bytes.");
        }
    }
}
