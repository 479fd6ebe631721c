namespace Vigie.Delivery;

/// <summary>
/// The memory between frames and disk for one lane: one buffer takes records while the other is being made durable. Not safe by
/// itself: <see cref="TryAdd"/> and <see cref="TrySwap"/> run under the outbox's gate; the batch belongs to the commit thread from
/// swap to release.
/// </summary>
internal sealed class Arena(Lane lane, int capacity)
{
    private byte[] _filling = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);
    private byte[] _batch = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);
    private int _filled;
    private int _batchLength;

    /// <summary>Bytes that one buffer holds.</summary>
    public int Capacity => capacity;

    /// <summary>Records taken since the start.</summary>
    public long Added { get; private set; }

    /// <summary>Records of all released batches.</summary>
    public long Released { get; private set; }

    /// <summary>What was refused since it was last asked: newest records of a full buffer.</summary>
    public (ulong Count, uint First, uint Last) Refused { get; private set; }

    /// <summary>The records to make durable, back to back.</summary>
    public Span<byte> Batch => _batch.AsSpan(0, _batchLength);

    private long BatchEnd { get; set; }

    public bool TryAdd(RecordId id, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> payload, bool retain)
    {
        int length = RecordFormat.LengthOf(topic.Length, contentType.Length, payload.Length);
        if (length > _filling.Length - _filled)
        {
            Refused = (Refused.Count + 1, Refused.Count == 0 ? id.Sequence : Refused.First, id.Sequence);
            return false;
        }

        RecordFormat.Write(_filling.AsSpan(_filled, length), lane, id, topic, contentType, payload, retain);
        _filled += length;
        Added++;
        return true;
    }

    public (ulong Count, uint First, uint Last) TakeRefused()
    {
        (ulong Count, uint First, uint Last) refused = Refused;
        Refused = default;
        return refused;
    }

    /// <summary>Hands the filled buffer to the commit thread, unless it still holds the last one.</summary>
    public void TrySwap()
    {
        if (_batchLength > 0 || _filled == 0)
        {
            return;
        }

        (_filling, _batch) = (_batch, _filling);
        (_batchLength, _filled) = (_filled, 0);
        BatchEnd = Added;
    }

    /// <summary>The batch is durable.</summary>
    public void Release()
    {
        _batchLength = 0;
        Released = BatchEnd;
    }
}
