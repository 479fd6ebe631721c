using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Finds the segments of earlier runs. Only the newest of each lane is walked, for a torn end: damage elsewhere is found when it is
/// read.
/// </summary>
internal sealed class SegmentFinder
{
    private readonly OutboxOptions _options;
    private readonly LedgerState _ledger;
    private readonly Quarantine _quarantine;
    private readonly ILogger _logger;
    private readonly List<Segment>[] _found = [[], []];

    public SegmentFinder(OutboxOptions options, LedgerState ledger, Quarantine quarantine, ILogger logger)
    {
        (_options, _ledger, _quarantine, _logger) = (options, ledger, quarantine, logger);
        foreach (FileSystemInfo entry in new DirectoryInfo(options.Folder).EnumerateFileSystemInfos())
        {
            if (entry.Name is "lock" or "ledger" or "quarantine")
            {
                continue;
            }

            if (entry is FileInfo file && SegmentFormat.TryParseName(file.Name, out Lane lane, out ulong first))
            {
                _found[(int)lane].Add(new Segment(file.FullName, lane, first) { Length = file.Length });
            }
            else
            {
                OutboxLog.Foreign(logger, entry.FullName);
            }
        }
    }

    /// <summary>The lane's segments, with the cursor, and the next number, which is never one that was used before.</summary>
    public SegmentIndex Index(Lane lane)
    {
        List<Segment> segments = _found[(int)lane];
        segments.Sort((left, right) => left.First.CompareTo(right.First));
        ulong cursor = _ledger.Cursors[(int)lane];
        ulong next = Math.Max(_ledger.Nexts[(int)lane], cursor);
        if (segments.Count > 0)
        {
            ulong end = CutTornEnd(segments);
            if (cursor > Math.Max(end, _ledger.Nexts[(int)lane]))
            {
                OutboxLog.CursorBeyond(_logger, _options.Folder, lane, cursor, next);
            }

            next = Math.Max(next, end);
        }

        for (int i = 0; i < segments.Count; i++)
        {
            segments[i].Next = i + 1 < segments.Count ? segments[i + 1].First : next;
        }

        return new SegmentIndex(segments, cursor, next);
    }

    /// <summary>Cuts off what follows the last good record of the newest segment.</summary>
    /// <returns>Number after the last good record.</returns>
    private ulong CutTornEnd(List<Segment> segments)
    {
        Segment segment = segments[^1];
        // Where the records cannot be counted, their number is at most this: numbers are never used twice.
        ulong most = segment.First + 1 + ((ulong)segment.Length / RecordFormat.HeaderBytes);
        try
        {
            byte[] bytes = new byte[segment.Length];
            int read = Disk.Read(segment.Path, 0, bytes);
            SegmentScan.Findings findings = SegmentScan.Walk(bytes.AsSpan(0, read), segment.Lane, segment.First, segment.First, []);
            if (findings.Foreign)
            {
                return most;
            }

            if (findings.GoodLength < read)
            {
                Cut(segment, findings, read);
            }

            if (findings.GoodLength == 0 && _ledger.Nexts[(int)segment.Lane] <= segment.First)
            {
                // Nothing in it was ever durable: its name will be used again.
                File.Delete(segment.Path);
                segments.Remove(segment);
            }

            return findings.Next;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            OutboxLog.Unreadable(_logger, segment.Path, error.Message);
            return most;
        }
    }

    private void Cut(Segment segment, SegmentScan.Findings findings, int length)
    {
        if (findings.Next < _ledger.Nexts[(int)segment.Lane])
        {
            // More was durable than can be read: no torn write, but damage, which a reader says. Keep the evidence.
            _quarantine.Keep(segment.Path);
        }
        else
        {
            OutboxLog.Torn(_logger, segment.Path, length - findings.GoodLength);
        }

        using FileStream file = PrivateFile.Open(segment.Path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(file.SafeFileHandle, findings.GoodLength);
        PrivateFile.Flush(file.SafeFileHandle);
        segment.Length = findings.GoodLength;
    }
}
