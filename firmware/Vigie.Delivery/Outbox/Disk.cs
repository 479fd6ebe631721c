using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vigie.Delivery;

/// <summary>What the outbox asks of the file system beyond .NET: private files and flushed folder entries.</summary>
internal static partial class Disk
{
    private const int InputOutput = 5;
    private const int TryAgain = 11;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const string LinuxOnly = "The firmware runs on Linux.";
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Makes a folder, and those above it, for its owner only.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file that only its owner may read or write.</summary>
    public static FileStream OpenPrivate(string path, FileMode mode, FileShare share)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>Makes the names in a folder durable: a new file's content alone does not survive a power cut (fsync(2)).</summary>
    public static void FlushFolder(string folder)
    {
        int descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw LastError(folder);
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Flush(descriptor) != 0)
        {
            throw LastError(folder);
        }
    }

    /// <summary>Whether an error says that there is no room (ENOSPC, EDQUOT).</summary>
    public static bool IsFull(IOException error) => error.HResult is NoSpace or QuotaExceeded;

    /// <summary>Whether an error says that another process holds the file (EWOULDBLOCK of flock(2)).</summary>
    public static bool IsLocked(IOException error) => error.HResult == TryAgain;

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

    private static IOException LastError(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);
}
