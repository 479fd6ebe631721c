namespace Vigie.Trust.Time;

/// <summary>
/// Network time, as the kernel has it from the clock daemon (adjtimex(2): no error, STA_UNSYNC clear). The box cannot see whether the
/// daemon asked with NTS (RFC 8915): to name this source is the installer's word that it takes no other (chrony:
/// <c>server … nts</c> and <c>authselectmode require</c>).
/// </summary>
public sealed class NetworkTime : ITimeSource
{
    /// <inheritdoc/>
    public string Name => "network time (NTS)";

    /// <inheritdoc/>
    public bool MayTurnBack => false;

    /// <inheritdoc/>
    public bool TryRead(DateTimeOffset system, out DateTimeOffset now, out string reason)
    {
        now = system;
        bool synchronised = KernelClock.TryRead(out _);
        reason = synchronised ? "" : "the kernel says that no clock daemon keeps the clock (chronyc tracking tells more)";
        return synchronised;
    }
}
