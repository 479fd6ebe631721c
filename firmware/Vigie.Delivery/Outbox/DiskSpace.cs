using Microsoft.Extensions.Logging;

namespace Vigie.Delivery;

/// <summary>
/// Decides what goes when there is too little room: delivered segments, quarantine, the oldest telemetry, the oldest signals. Only
/// the commit thread calls it. A loss is durable in the ledger before its file is deleted.
/// </summary>
internal sealed class DiskSpace(
    LaneStore[] lanes, Quarantine quarantine, GapTable gaps, LedgerState written, long capBytes, ILogger logger)
{
    /// <summary>Bytes in segments and quarantine.</summary>
    public long Used => lanes[0].Index.Bytes + lanes[1].Index.Bytes + quarantine.Bytes;

    /// <summary>Frees until <paramref name="incoming"/> more bytes keep to the cap.</summary>
    /// <param name="incoming">Bytes about to be written.</param>
    /// <param name="writeLedger">Makes cursors and gaps durable.</param>
    public void MakeRoom(long incoming, Action writeLedger)
    {
        while (Used + incoming > capBytes
            && (TryDeleteWorthless(writeLedger)
                || TryGiveUp(lanes[(int)Lane.Telemetry], GapReason.DiskCap, writeLedger)
                || TryGiveUp(lanes[(int)Lane.Signals], GapReason.DiskCap, writeLedger)))
        {
        }
    }

    /// <summary>Frees something on a full disk, where signals that are durable stay.</summary>
    public bool TryFreeOnFullDisk(Action writeLedger) =>
        TryDeleteWorthless(writeLedger) || TryGiveUp(lanes[(int)Lane.Telemetry], GapReason.DiskFull, writeLedger);

    /// <summary>Deletes the segments whose every record is acknowledged in the ledger as it was last written.</summary>
    /// <param name="evenNewest">Also those that are still written to.</param>
    public bool DeleteDelivered(bool evenNewest)
    {
        bool any = false;
        foreach (LaneStore lane in lanes)
        {
            // Not by the cursor in memory, which moves on meanwhile: a crash would find a hole between the ledger's and the files.
            ulong cursor = written.Cursors[(int)lane.Lane];
            while (lane.Index.TryOldest(out Segment? oldest) && oldest.Next <= cursor && (evenNewest || !lane.Writer.IsWriting(oldest)))
            {
                Delete(lane, oldest);
                any = true;
            }
        }

        return any;
    }

    private static void Delete(LaneStore lane, Segment oldest)
    {
        if (lane.Writer.IsWriting(oldest))
        {
            lane.Writer.Seal();
        }

        File.Delete(oldest.Path);
        lane.Index.Remove(oldest);
    }

    private bool TryDeleteWorthless(Action writeLedger)
    {
        bool anyDelivered = lanes.Any(lane => lane.Index.TryOldest(out Segment? oldest) && oldest.Next <= lane.Index.Cursor);
        if (!anyDelivered)
        {
            return quarantine.TryDeleteOne();
        }

        writeLedger();
        return DeleteDelivered(evenNewest: true);
    }

    private bool TryGiveUp(LaneStore lane, GapReason reason, Action writeLedger)
    {
        if (!lane.Index.TryOldest(out Segment? oldest))
        {
            return false;
        }

        (ulong from, ulong to) = lane.Index.GiveUp(oldest);
        if (to > from)
        {
            SayLoss(oldest, from, to, reason);
        }

        writeLedger();
        Delete(lane, oldest);
        return true;
    }

    private void SayLoss(Segment segment, ulong from, ulong to, GapReason reason)
    {
        var said = new List<Gap>();
        SegmentScan.Findings ids = Look(segment, from, said);
        said.ForEach(gaps.AddAgain);
        ulong count = to - from - (ulong)said.Count;
        if (count > 0)
        {
            gaps.Add(new Gap(segment.Lane, reason, count, ids.First, ids.Last));
            OutboxLog.GivenUp(logger, segment.Lane, count, reason);
        }
    }

    private SegmentScan.Findings Look(Segment segment, ulong from, List<Gap> said)
    {
        try
        {
            byte[] bytes = new byte[segment.Length];
            int read = Disk.Read(segment.Path, 0, bytes);
            return SegmentScan.Walk(bytes.AsSpan(0, read), segment.Lane, segment.First, from, said);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            OutboxLog.Unreadable(logger, segment.Path, error.Message);
            return default;
        }
    }
}
