using Vigie.Core;

namespace Vigie.Trust.Journal;

/// <summary>Keeps a journal's folder for one process: two writers would fork it.</summary>
internal static class JournalLock
{
    /// <exception cref="Fault">Another process holds it.</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            return PrivateFile.Open(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException error) when (PrivateFile.IsLocked(error))
        {
            throw new Fault(FaultKind.Denied, folder, "another process keeps this journal", "Stop that process, or give this one a folder of its own.", error);
        }
    }
}
