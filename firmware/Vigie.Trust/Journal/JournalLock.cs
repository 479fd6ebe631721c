using Vigie.Core;

namespace Vigie.Trust.Journal;

/// <summary>Keeps a journal's folder for one process: two writers would fork it.</summary>
internal static class JournalLock
{
    // EWOULDBLOCK of flock(2).
    private const int TryAgain = 11;

    /// <exception cref="Fault">Another process holds it.</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException error) when (error.HResult == TryAgain)
        {
            throw new Fault(FaultKind.Denied, folder, "another process keeps this journal", "Stop that process, or give this one a folder of its own.", error);
        }
    }
}
