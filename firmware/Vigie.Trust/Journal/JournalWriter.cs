using Vigie.Contract;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>
/// Writes groups of records, each closed by a signed head, with one write and one fsync. Only the journal's one thread calls it. After any error the
/// file is cut back to what was durable and closed: after a failed fsync nobody knows what the kernel still holds (Rebello and
/// others, "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly JournalOptions _options;
    private readonly SigningKey _key;
    private readonly byte[] _journal;
    private readonly Boot _boot;
    private readonly List<JournalFile> _files;
    private FileStream? _file;
    private long _length;
    private bool _cutDue;

    public JournalWriter(JournalOptions options, SigningKey key, JournalFound found, Boot boot)
    {
        (_options, _key, _journal, _boot) = (options, key, found.Journal, boot);
        _files = found.Files;
        Tail = found.Tail;
        Volatile.Write(ref _bytes, _files.Sum(file => new FileInfo(file.Path).Length));
        if (found.Length is long length)
        {
            _file = Open(_files[^1].Path, FileMode.Open);
            _length = length;
        }
    }

    private long _bytes;

    /// <summary>Where the chain ends on disk.</summary>
    public JournalTail Tail { get; private set; }

    /// <summary>Bytes of all files.</summary>
    public long DiskBytes => Volatile.Read(ref _bytes);

    /// <summary>Files, oldest first; the last is the one that is written to.</summary>
    public IReadOnlyList<JournalFile> Files => _files;

    /// <summary>Number of the oldest record that is kept.</summary>
    public long FirstKept => _files.Count > 0 ? _files[0].First : 1;

    /// <summary>Makes a group durable.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="firstKept">What the head is to say of the oldest kept record.</param>
    /// <returns>The head over the last of them.</returns>
    /// <exception cref="IOException">The disk refused: nothing of it counts as written.</exception>
    public JournalHead Commit(IReadOnlyList<PendingRecord> records, long firstKept)
    {
        FinishCut();
        using var group = new MemoryStream();
        JournalTail tail = Tail;
        foreach (PendingRecord record in records)
        {
            tail = Add(group, record, tail);
        }

        JournalHead head = Sign(tail, records[^1], firstKept);
        group.Write(JournalFraming.Frame(JournalItemKind.Head, head.Message.Span));
        Put(group.GetBuffer().AsSpan(0, (int)group.Length));
        Tail = tail;
        return head;
    }

    /// <summary>Deletes closed files whose records fell to retention; a record that says so must be durable before.</summary>
    public void Drop(int count)
    {
        for (int i = 0; i < count; i++)
        {
            long length = new FileInfo(_files[0].Path).Length;
            File.Delete(_files[0].Path);
            _files.RemoveAt(0);
            Volatile.Write(ref _bytes, _bytes - length);
        }

        PrivateFile.FlushFolder(_options.Folder);
    }

    public void Dispose() => _file?.Dispose();

    private JournalTail Add(MemoryStream group, PendingRecord record, JournalTail tail)
    {
        byte[] bytes = JournalRecordCodec.Encode(new JournalEntry(
            tail.Number + 1, record.Time, record.TimeTrusted, record.Elapsed, _boot, record.Kind, record.Detail, tail.Hash, default));
        group.Write(JournalFraming.Frame(JournalItemKind.Record, bytes));
        byte[] hash = System.Security.Cryptography.SHA256.HashData(bytes);
        return new JournalTail(tail.Number + 1, hash, record.Time, _boot);
    }

    private JournalHead Sign(JournalTail tail, PendingRecord last, long firstKept) => JournalHead.Sign(_key, new JournalHeadRecord
    {
        Boot = _boot,
        Box = _options.Box,
        Journal = _journal,
        Number = tail.Number,
        Hash = tail.Hash,
        Time = last.Time < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : last.Time,
        TimeTrusted = last.TimeTrusted,
        FirstKept = firstKept,
    });

    private void Put(ReadOnlySpan<byte> group)
    {
        if (_file is not null && _length + group.Length > _options.FileBytes)
        {
            CloseFile();
        }

        try
        {
            bool begun = _file is null;
            FileStream file = _file ?? Begin();
            long length = _length;
            if (begun)
            {
                byte[] header = JournalFraming.Frame(JournalItemKind.Header, JournalFile.Header(_journal));
                RandomAccess.Write(file.SafeFileHandle, header, 0);
                length = header.Length;
            }

            RandomAccess.Write(file.SafeFileHandle, group, length);
            _options.Flush(file.SafeFileHandle);
            if (begun)
            {
                PrivateFile.FlushFolder(_options.Folder);
            }

            Volatile.Write(ref _bytes, _bytes + length + group.Length - _length);
            _length = length + group.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _cutDue = _file is not null;
            throw;
        }
    }

    // What an attempt left must go before the next one, or its records would stand twice.
    private void FinishCut()
    {
        if (!_cutDue || _file is null)
        {
            return;
        }

        RandomAccess.SetLength(_file.SafeFileHandle, _length);
        _options.Flush(_file.SafeFileHandle);
        if (_length == 0)
        {
            // Before it is closed: what cannot be deleted now is cut and deleted at the next attempt, which begins a file of this very name.
            File.Delete(_files[^1].Path);
            _files.RemoveAt(_files.Count - 1);
        }

        CloseFile();
        _cutDue = false;
    }

    private FileStream Begin()
    {
        JournalFile file = JournalFile.Of(_options.Folder, Tail.Number + 1);
        _file = Open(file.Path, FileMode.CreateNew);
        _files.Add(file);
        _length = 0;
        return _file;
    }

    private void CloseFile()
    {
        _file?.Dispose();
        _file = null;
        _length = 0;
    }

    private static FileStream Open(string path, FileMode mode) => PrivateFile.Open(path, mode, FileShare.ReadWrite | FileShare.Delete);
}
