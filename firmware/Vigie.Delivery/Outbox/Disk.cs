using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>What disks answer to the outbox, and how its files are read while they are written.</summary>
internal static class Disk
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>What a person is to do about a disk that is broken or became read-only.</summary>
    public const string Remedy =
        "See what the kernel says of the disk (dmesg). What became read-only stays so until it is mounted anew: restart the box, or replace the disk.";

    /// <summary>Whether an error says that there is no room (ENOSPC, EDQUOT).</summary>
    public static bool IsFull(IOException error) => error.HResult is NoSpace or QuotaExceeded;

    /// <summary>How often a medium must say that it is damaged before it is believed: a bus that stumbles says so too.</summary>
    public const int Tries = 3;

    private const int PieceBytes = 4096;

    /// <summary>Reads what a damaged medium still gives, piece by piece: what it does not give stays zero.</summary>
    /// <returns>Bytes filled.</returns>
    public static int ReadAround(Span<byte> into, string path, long from)
    {
        for (int at = 0; at < into.Length;)
        {
            // Pieces as the kernel keeps them: one bad sector costs one of them.
            int bytes = Math.Min(into.Length - at, PieceBytes - (int)((from + at) % PieceBytes));
            Span<byte> piece = into.Slice(at, bytes);
            piece.Clear();
            try
            {
                Read(path, from + at, piece);
            }
            catch (IOException error) when (PrivateFile.IsBroken(error))
            {
                piece.Clear();
            }

            at += bytes;
        }

        return into.Length;
    }

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
