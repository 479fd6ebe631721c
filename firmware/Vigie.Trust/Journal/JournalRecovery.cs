using System.Security.Cryptography;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>
/// Puts right what a crash left. Only the last file can be torn. Bytes behind the last whole record are cut off, and a record of its own will say
/// how many and their hash. But where a head that this box signed stands behind the damage, the damage is no torn write: then
/// nothing is cut, the file is closed as it is, and the next one begins.
/// </summary>
internal static class JournalRecovery
{
    /// <exception cref="Fault">There are files, and no record can be read in the last of them.</exception>
    public static JournalFound Look(string folder, PublicKey key)
    {
        List<JournalFile> files = JournalFile.In(folder);
        JournalDetail repair = JournalDetail.Empty;
        while (files.Count > 0)
        {
            JournalFile last = files[^1];
            LastFile found = Read(last, key);
            repair = Note(repair, last, found);
            if (found.Tail is not null && found.Journal is not null)
            {
                Cut(last, found);
                return new JournalFound(found.Journal, found.Tail, files, found.Closed ? null : found.Good, repair.Entries.Count > 0 ? repair : null);
            }

            if (files.Count == 1 && last.First > 1 || found.Signed)
            {
                throw Unreadable(folder);
            }

            // A file whose first record was torn was never told to anybody: the chain ends in the file before it.
            File.Delete(last.Path);
            files.RemoveAt(files.Count - 1);
        }

        byte[] journal = RandomNumberGenerator.GetBytes(JournalHeadRecord.JournalBytes);
        return new JournalFound(journal, JournalTail.None, files, null, repair.Entries.Count > 0 ? repair : null);
    }

    private static LastFile Read(JournalFile file, PublicKey key)
    {
        byte[] bytes = file.ReadAll() ?? throw Unreadable(file.Path);
        List<JournalItem> items = [.. JournalFraming.Read(bytes)];
        bool signed = items.Exists(item => item.Kind == JournalItemKind.Head && IsOurs(item, key));
        int damage = items.FindIndex(item => item.Kind == JournalItemKind.Damage);
        bool closed = damage >= 0 && items.Skip(damage).Any(item => item.Kind == JournalItemKind.Head && IsOurs(item, key));
        int kept = damage < 0 || closed ? items.Count : damage;
        int good = kept == 0 ? 0 : items[kept - 1].End;
        JournalTail? tail = null;
        int unsigned = 0;
        byte[]? journal = null;
        foreach (JournalItem item in items.Take(kept))
        {
            switch (item.Kind)
            {
                case JournalItemKind.Header: journal ??= JournalFile.JournalOf(item.Payload); break;
                case JournalItemKind.Head: unsigned = 0; break;
                case JournalItemKind.Record when JournalRecordCodec.TryDecode(item.Payload, out JournalEntry? entry):
                    tail = tail is null || entry.Number > tail.Number ? JournalTail.Of(entry) : tail;
                    unsigned++;
                    break;
            }
        }

        return new LastFile(bytes, good, closed, signed, tail, unsigned, journal);
    }

    private static bool IsOurs(JournalItem item, PublicKey key) =>
        SignedDocument.TryOpen(item.Payload, JournalHead.DocumentType, key, out _, out _);

    private static JournalDetail Note(JournalDetail repair, JournalFile file, LastFile found)
    {
        ReadOnlySpan<byte> cut = found.Bytes.AsSpan(found.Good);
        if (found.Closed)
        {
            repair = repair.With("damaged", Path.GetFileName(file.Path));
        }
        else if (cut.Length > 0)
        {
            repair = repair.With("cut-bytes", cut.Length).With("cut-hash", SHA256.HashData(cut).AsSpan()).With("cut-file", Path.GetFileName(file.Path));
        }

        return found.Unsigned > 0 ? repair.With("unsigned", found.Unsigned) : repair;
    }

    private static void Cut(JournalFile file, LastFile found)
    {
        if (!found.Closed && found.Good < found.Bytes.Length)
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            stream.SetLength(found.Good);
            PrivateFile.Flush(stream.SafeFileHandle);
        }
    }

    private static Fault Unreadable(string path) => new(
        FaultKind.Corrupt, path, "no record of the journal can be read where its end should be",
        "Move the folder to a safe place, as evidence, and start again: a new journal begins, and every witness will see that it is another.");

    private sealed record LastFile(byte[] Bytes, int Good, bool Closed, bool Signed, JournalTail? Tail, int Unsigned, byte[]? Journal);
}
