using System.Runtime.InteropServices;

namespace Vigie.Trust.Time;

/// <summary>
/// Network time, as the kernel has it from the clock daemon (adjtimex(2): no error, STA_UNSYNC clear). The box cannot see whether the
/// daemon asked with NTS (RFC 8915): to name this source is the installer's word that it takes no other (chrony:
/// <c>server … nts</c> and <c>authselectmode require</c>).
/// </summary>
public sealed partial class NetworkTime : ITimeSource
{
    private const int Unsynchronised = 0x40;
    private const int TimeError = 5;

    /// <inheritdoc/>
    public string Name => "network time (NTS)";

    /// <inheritdoc/>
    public bool MayTurnBack => false;

    /// <inheritdoc/>
    public bool TryRead(DateTimeOffset system, out DateTimeOffset now, out string reason)
    {
        now = system;
        Timex state = default;
        int answer = Ask(ref state);
        bool synchronised = answer is >= 0 and not TimeError && (state.Status & Unsynchronised) == 0;
        reason = synchronised ? "" : "the kernel says that no clock daemon keeps the clock (chronyc tracking tells more)";
        return synchronised;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int Ask(ref Timex state);

    // struct timex of 64-bit Linux, 208 bytes; with modes 0 nothing is set.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Timex
    {
        [FieldOffset(0)]
        public uint Modes;

        [FieldOffset(40)]
        public int Status;
    }
}
