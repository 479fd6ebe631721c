namespace Vigie.Trust.Journal;

/// <summary>
/// Takes a box back to what left the factory. What stays is listed here, in one place, and nowhere else; all else below the state directory goes.
/// </summary>
public static class FactoryReset
{
    /// <summary>
    /// What stays: the journal, which a reset must not silence; the box's key, without which it would be another box; and <c>trust</c>, whose serial
    /// floors keep an old mandate from being replayed.
    /// </summary>
    public static IReadOnlyList<string> Kept { get; } = ["journal", "keys", "trust"];

    /// <summary>Records the reset, and when that is durable removes everything but what is kept.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="journal">The box's journal.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="cancellation">Ends the wait for the journal; nothing was removed then.</param>
    public static async Task RunAsync(string stateDirectory, BoxJournal journal, string by, CancellationToken cancellation = default)
    {
        await journal.AppendAsync(JournalKind.FactoryReset, JournalDetail.Empty.With("by", by), cancellation);
        foreach (FileSystemInfo entry in new DirectoryInfo(stateDirectory).EnumerateFileSystemInfos())
        {
            if (Kept.Contains(entry.Name))
            {
                continue;
            }

            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
