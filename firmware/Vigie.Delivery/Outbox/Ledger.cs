using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Two slots of one page each, written in turn and in place: a torn write leaves the older one, and a full disk takes it, because it
/// needs no new block. A slot is <c>VIGIELDG</c>, version (u64), turn (u64), the state, and XxHash3 of all that.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private const int SlotBytes = 4096;
    private const int StateAt = 24;
    private const int HashAt = StateAt + LedgerState.Bytes;
    private const ulong Version = 1;

    private readonly FileStream _file;
    private readonly Action<SafeFileHandle> _flush;
    private readonly byte[] _slot = new byte[SlotBytes];
    private ulong _turn;

    private Ledger(FileStream file, Action<SafeFileHandle> flush)
    {
        (_file, _flush) = (file, flush);
    }

    /// <summary>What was last written, then what is to be written.</summary>
    public LedgerState State { get; } = new();

    /// <summary>Opens the ledger, or makes one.</summary>
    public static Ledger Open(string path, Action<SafeFileHandle> flush, ILogger logger)
    {
        var ledger = new Ledger(PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite), flush);
        try
        {
            ledger.Begin(path, logger);
            return ledger;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the state durable. A slot whose flush failed is written anew, whole, until it is durable: the disk may hold anything there, and the other slot
    /// alone is known to be good.
    /// </summary>
    public void Write()
    {
        ulong turn = _turn + 1;
        _slot.AsSpan().Clear();
        "VIGIELDG"u8.CopyTo(_slot);
        BinaryPrimitives.WriteUInt64LittleEndian(_slot.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(_slot.AsSpan(16), turn);
        State.Write(_slot.AsSpan(StateAt));
        BinaryPrimitives.WriteUInt64LittleEndian(_slot.AsSpan(HashAt), XxHash3.HashToUInt64(_slot.AsSpan(0, HashAt)));
        RandomAccess.Write(_file.SafeFileHandle, _slot, (long)(turn % 2) * SlotBytes);
        _flush(_file.SafeFileHandle);
        _turn = turn;
    }

    public void Dispose() => _file.Dispose();

    private void Begin(string path, ILogger logger)
    {
        bool isNew = _file.Length == 0;
        if (!Load() && !isNew)
        {
            OutboxLog.LedgerDamaged(logger, path);
        }

        if (_file.Length < 2 * SlotBytes)
        {
            // Both pages get their blocks now, so that no later write needs one.
            RandomAccess.Write(_file.SafeFileHandle, new byte[2 * SlotBytes], 0);
        }
    }

    private bool Load()
    {
        bool found = false;
        for (int slot = 0; slot < 2; slot++)
        {
            int read = RandomAccess.Read(_file.SafeFileHandle, _slot, slot * SlotBytes);
            if (read < SlotBytes
                || !_slot.AsSpan().StartsWith("VIGIELDG"u8)
                || BinaryPrimitives.ReadUInt64LittleEndian(_slot.AsSpan(8)) != Version
                || BinaryPrimitives.ReadUInt64LittleEndian(_slot.AsSpan(HashAt)) != XxHash3.HashToUInt64(_slot.AsSpan(0, HashAt)))
            {
                continue;
            }

            ulong turn = BinaryPrimitives.ReadUInt64LittleEndian(_slot.AsSpan(16));
            if (!found || turn > _turn)
            {
                _turn = turn;
                State.Read(_slot.AsSpan(StateAt));
                found = true;
            }
        }

        return found;
    }
}
