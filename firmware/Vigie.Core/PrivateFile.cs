using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vigie.Core;

/// <summary>
/// Files that only their owner may read, and what .NET does not ask of Linux for them: replaced so that a power cut leaves the old content or
/// the new, never a mixture; flushed folders. Errors are <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.
/// </summary>
public static partial class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int InputOutput = 5;
    private const int TryAgain = 11;
    private const int ReadOnly = 30;

    /// <summary>Makes a folder for its owner only, and those above it.</summary>
    public static void CreateFolder(string folder) =>
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>Opens a file to read and write, unbuffered; one that this makes is its owner's alone.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = share,
        BufferSize = 0,
        UnixCreateMode = mode == FileMode.Open ? null : OwnerOnly,
    });

    /// <summary>Whether a file of this mode may be read or written by others than its owner.</summary>
    public static bool IsOpenToOthers(UnixFileMode mode) => (mode & Others) != 0;

    /// <summary>Whether an error says that another process holds the file (EWOULDBLOCK of flock(2)).</summary>
    public static bool IsLocked(IOException error) => error.HResult == TryAgain;

    /// <summary>Whether an error says that the disk errs, or that its file system takes no more writes (EIO, EROFS).</summary>
    public static bool IsSick(IOException error) => IsBroken(error) || IsReadOnly(error);

    /// <summary>Whether an error says that the medium itself is damaged (EIO).</summary>
    public static bool IsBroken(IOException error) => error.HResult == InputOutput;

    /// <summary>Whether an error says that the file system takes no more writes (EROFS): so do most once they have met an error in their own journal.</summary>
    public static bool IsReadOnly(IOException error) => error.HResult == ReadOnly;

    /// <summary>Writes a file that must not exist yet.</summary>
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        Write(path, content);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes a file anew: aside, flushed, renamed into place, and the folder flushed (rename(2), fsync(2)).</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string aside = path + ".new";
        File.Delete(aside);
        Write(aside, content);
        File.Move(aside, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes anew what is worth nothing after a power cut: renamed into place, not flushed.</summary>
    public static void ReplaceQuickly(string path, ReadOnlySpan<byte> content)
    {
        string aside = path + ".new";
        File.Delete(aside);
        Write(aside, content, flush: false);
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>As <see cref="Replace"/>, for what its owner also has in memory: a disk that does not take it keeps nobody from going on.</summary>
    /// <returns>Why it is not written, with the file's name; null where it is.</returns>
    public static string? TryReplace(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            Replace(path, content);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written: {error.Message}";
        }
    }

    /// <summary>Reads a file that may not be larger than a limit; its length is looked at before memory is taken.</summary>
    /// <returns>The content, or nothing where it is larger.</returns>
    public static byte[]? ReadWithin(string path, int most)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.Length > most)
        {
            return null;
        }

        // One more than promised: a file that grows meanwhile, or a device that tells no length, ends here too.
        byte[] content = new byte[most + 1];
        int read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read <= most ? content[..read] : null;
    }

    /// <summary>
    /// Makes a file's content durable (fsync(2)). .NET's own flush is silent where the kernel answers EROFS, which is its answer once a file system has
    /// given up and turned read-only: what was written just before is lost then, and would count as kept.
    /// </summary>
    /// <exception cref="IOException">The disk does not have it; a second flush without writing again proves nothing.</exception>
    public static void Flush(SafeFileHandle file)
    {
        bool held = false;
        try
        {
            file.DangerousAddRef(ref held);
            ThrowUnless(Flush((int)file.DangerousGetHandle()) == 0, "a file that was to be flushed");
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Makes the names in a folder durable: a new file's content alone does not survive a power cut (fsync(2)).</summary>
    public static void FlushFolder(string folder)
    {
        int descriptor = OpenDescriptor(folder, ReadOnlyCloseOnExec);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        ThrowUnless(descriptor >= 0 && Flush(descriptor) == 0, folder);
    }

    private static void ThrowUnless(bool done, string what)
    {
        if (!done)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{what}'", error);
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> content, bool flush = true)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
        file.Write(content);
        if (flush)
        {
            Flush(file.SafeFileHandle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);
}
