using Vigie.Core;

namespace Vigie.Trust.Journal;

/// <summary>Reads a journal's records, oldest first, as they stand: whether they are what the box wrote is <see cref="JournalVerifier"/>'s to tell.</summary>
public static class JournalReader
{
    /// <summary>The records of a folder; what cannot be read is passed over. One file at a time is held in memory.</summary>
    /// <param name="folder">The journal's folder, or a copy.</param>
    /// <param name="newest">How many of the latest files; all where nothing is said.</param>
    /// <exception cref="Fault">It cannot be read.</exception>
    public static IEnumerable<JournalEntry> Read(string folder, int newest = int.MaxValue)
    {
        foreach (JournalFile file in JournalFile.In(folder).TakeLast(newest))
        {
            foreach (JournalItem item in JournalFraming.Read(ReadFile(file)))
            {
                if (item.Kind == JournalItemKind.Record && JournalRecordCodec.TryDecode(item.Payload, out JournalEntry? entry))
                {
                    yield return entry;
                }
            }
        }
    }

    private static byte[] ReadFile(JournalFile file)
    {
        try
        {
            return file.ReadAll()
                ?? throw new Fault(FaultKind.Corrupt, file.Path, "is longer than any file of a journal", "Verify the journal.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file.Path, "cannot be read", "Read it as a user who may, or a copy.", error);
        }
    }
}
