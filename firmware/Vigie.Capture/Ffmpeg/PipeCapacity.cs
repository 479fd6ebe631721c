using System.Runtime.InteropServices;

namespace Vigie.Capture.Ffmpeg;

/// <summary>Enlarges a pipe (fcntl(2), F_SETPIPE_SZ, Linux): fewer switches between child and us for each picture.</summary>
internal static partial class PipeCapacity
{
    private const int SetPipeSize = 1031;

    /// <summary>What Linux grants without privileges (/proc/sys/fs/pipe-max-size) where nobody changed it.</summary>
    private const int Wanted = 1 << 20;

    /// <summary>Asks for a mebibyte. A system that grants less is slower by a little and otherwise the same, so its answer is not needed.</summary>
    public static void Enlarge(SafeHandle pipe) => _ = ControlFile(pipe, SetPipeSize, Wanted);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int ControlFile(SafeHandle descriptor, int command, int argument);
}
