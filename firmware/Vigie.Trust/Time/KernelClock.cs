using System.Runtime.InteropServices;

namespace Vigie.Trust.Time;

/// <summary>What the kernel has from the clock daemon, if one keeps its clock: adjtimex(2), which asks and sets nothing.</summary>
public static partial class KernelClock
{
    private const int Unsynchronised = 0x40;
    private const int TimeError = 5;

    /// <summary>Asks.</summary>
    /// <param name="uncertainty">How far the clock may be from UTC, either way (maxerror): it grows by 0.5 ms a second until the daemon looks again.</param>
    /// <returns>False where no daemon keeps it (STA_UNSYNC), or the kernel may not be asked.</returns>
    public static bool TryRead(out TimeSpan uncertainty)
    {
        Timex state = default;
        int answer = Ask(ref state);
        uncertainty = TimeSpan.FromMicroseconds(state.MaximumError);
        return answer is >= 0 and not TimeError && (state.Status & Unsynchronised) == 0;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int Ask(ref Timex state);

    // struct timex of 64-bit Linux, 208 bytes; with modes 0 nothing is set.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Timex
    {
        [FieldOffset(0)]
        public uint Modes;

        [FieldOffset(24)]
        public long MaximumError;

        [FieldOffset(40)]
        public int Status;
    }
}
