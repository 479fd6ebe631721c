namespace Vigie.Delivery;

/// <summary>
/// Gaps that wait for their record to become durable: at most one a lane and reason, so that it fits into the ledger, which takes it
/// even when the disk is full. Safe for the commit thread and the reader.
/// </summary>
internal sealed class GapTable(Func<RecordId> nextId)
{
    public const int Slots = 8;

    private readonly Lock _gate = new();
    private readonly PendingGap[] _slots = new PendingGap[Slots];
    private int _count;
    private ulong _lost;

    /// <summary>Records lost since the start.</summary>
    public ulong Lost
    {
        get
        {
            lock (_gate)
            {
                return _lost;
            }
        }
    }

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>Adds a gap, or widens the one that waits for the same lane and reason.</summary>
    public void Add(Gap gap)
    {
        lock (_gate)
        {
            _lost += gap.Count;
        }

        AddAgain(gap);
    }

    /// <summary>Adds a gap that was counted before, because the record that said it is being given up itself.</summary>
    public void AddAgain(Gap gap)
    {
        lock (_gate)
        {
            ref PendingGap slot = ref _slots[SlotOf(gap)];
            bool isNew = slot.Gap.Count == 0;
            slot = isNew ? new PendingGap(gap, nextId()) : slot with { Gap = slot.Gap.Join(gap) };
            _count += isNew ? 1 : 0;
        }
    }

    /// <summary>Takes back what the ledger kept over a restart, names included.</summary>
    public void Restore(ReadOnlySpan<PendingGap> kept)
    {
        lock (_gate)
        {
            foreach (PendingGap gap in kept)
            {
                if (gap.Gap.Count > 0 && _slots[SlotOf(gap.Gap)].Gap.Count == 0)
                {
                    _slots[SlotOf(gap.Gap)] = gap;
                    _count++;
                }
            }
        }
    }

    /// <summary>All slots as they are now; empty ones count 0.</summary>
    public void CopyTo(Span<PendingGap> slots)
    {
        lock (_gate)
        {
            _slots.CopyTo(slots);
        }
    }

    /// <summary>These records are durable; what came on top meanwhile stays, under a new name.</summary>
    public void Written(ReadOnlySpan<PendingGap> written)
    {
        lock (_gate)
        {
            foreach (PendingGap gap in written)
            {
                if (gap.Gap.Count == 0)
                {
                    continue;
                }

                ref PendingGap slot = ref _slots[SlotOf(gap.Gap)];
                ulong rest = slot.Gap.Count - gap.Gap.Count;
                slot = rest == 0 ? default : new PendingGap(slot.Gap with { Count = rest }, nextId());
                _count -= rest == 0 ? 1 : 0;
            }
        }
    }

    private static int SlotOf(Gap gap) => ((int)gap.Lane * 4) + (int)gap.Reason;
}
