namespace Vigie.Delivery;

/// <summary>What disks answer to the outbox, and how its files are read while they are written.</summary>
internal static class Disk
{
    private const int InputOutput = 5;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Whether an error says that there is no room (ENOSPC, EDQUOT).</summary>
    public static bool IsFull(IOException error) => error.HResult is NoSpace or QuotaExceeded;

    /// <summary>Whether an error says that the medium itself is damaged (EIO).</summary>
    public static bool IsBroken(IOException error) => error.HResult == InputOutput;

    /// <summary>Reads from a file that its writer may still append to, or delete.</summary>
    /// <returns>Bytes read: fewer than asked at the file's end.</returns>
    public static int Read(string path, long from, Span<byte> into)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        int filled = 0;
        while (filled < into.Length)
        {
            int read = RandomAccess.Read(file.SafeFileHandle, into[filled..], from + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }
}
