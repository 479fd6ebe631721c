namespace Vigie.Trust.Journal;

/// <summary>Decides which of the oldest files fall to retention, and what the stub says that remains of them.</summary>
internal static class JournalRetention
{
    /// <summary>How many files go, from the oldest.</summary>
    /// <param name="options">Retention and cap.</param>
    /// <param name="files">All files; the last is written to and stays.</param>
    /// <param name="now">Wall time, where it can be trusted; none where it cannot: then age deletes nothing.</param>
    /// <param name="bytes">Bytes of all files.</param>
    /// <param name="stub">What the record says: last number dropped, its hash, why.</param>
    public static int Due(JournalOptions options, IReadOnlyList<JournalFile> files, DateTimeOffset? now, long bytes, out JournalDetail stub)
    {
        stub = JournalDetail.Empty;
        int count = 0;
        for (int i = 0; i + 1 < files.Count; i++)
        {
            // The next file's first record is younger than all of this one, and holds the hash of its last.
            JournalEntry? next = files[i + 1].ReadFirst();
            bool old = now is DateTimeOffset time && next is { TimeTrusted: true } && next.Time < time - options.Retention;
            if (next is null || (!old && bytes <= options.CapBytes))
            {
                break;
            }

            bytes -= new FileInfo(files[i].Path).Length;
            count = i + 1;
            stub = JournalDetail.Empty
                .With("through", next.Number - 1)
                .With("hash", next.Previous.Span)
                .With("reason", old ? "age" : "size")
                .With("until-ms", next.Time.ToUnixTimeMilliseconds());
        }

        return count;
    }
}
