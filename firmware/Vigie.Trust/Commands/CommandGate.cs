using System.Diagnostics.CodeAnalysis;
using Vigie.Contract;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Trust.Commands;

/// <summary>
/// Judges commands: signed by a key of the right role, for this box, newer than any of that key before, not expired by trusted time. Judging changes nothing;
/// <see cref="CommandCounters.Raise"/> does. One thread.
/// </summary>
/// <param name="box">Site and device, <c>SITE/DEVICE</c>.</param>
/// <param name="anchors">Whom the box trusts.</param>
/// <param name="counters">What it has had.</param>
public sealed class CommandGate(string box, TrustAnchors anchors, CommandCounters counters)
{
    private static readonly Refusal TooLarge = new(
        RefusalReason.TooLarge, $"has more than the {CommandRecord.MaximumBytes} bytes of a command", "Send what edgectl command has signed.");

    /// <summary>
    /// Why something need not even be verified: it is too large, no document, by no known key, or its own claim makes it a replay. Costs no cryptography, and
    /// lets nothing pass that <see cref="TryOpen"/> would refuse.
    /// </summary>
    public Refusal? Foresee(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > CommandRecord.MaximumBytes)
        {
            return TooLarge;
        }

        if (!SignedDocument.TryReadUnverified(bytes, DocumentType.Command, out SignedDocument? document, out Refusal? refusal))
        {
            return refusal;
        }

        return anchors.All.All(anchor => anchor.Key.Thumbprint != document.Signer)
            ? new(RefusalReason.UnknownKey, $"is signed by a key that this box does not know ({document.Signer[..16]}…)", "Have it signed by a key of the box's anchors.")
            : CommandRecord.TryDecodeBody(document.Payload, out CommandRecord? claimed, out _) ? Old(document.Signer, claimed.Counter) : null;
    }

    /// <summary>Verifies a command.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="time">The trusted time.</param>
    /// <param name="document">The document, wherever a trusted key of the right role has signed it, whatever it asks.</param>
    /// <param name="command">What it asks.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryOpen(
        ReadOnlyMemory<byte> bytes,
        TimeReading time,
        out SignedDocument? document,
        [NotNullWhen(true)] out CommandRecord? command,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        (document, command) = (null, null);
        if (bytes.Length > CommandRecord.MaximumBytes)
        {
            refusal = TooLarge;
            return false;
        }

        if (!anchors.TryVerify(bytes, DocumentType.Command, time.Trusted ? time.Now : null, out document, out refusal))
        {
            return false;
        }

        if (!CommandRecord.TryDecodeBody(document.Payload, out CommandRecord? asked, out string problem))
        {
            refusal = new(RefusalReason.BadField, $"is no command of this version: {problem}", $"Ask for one of {string.Join(", ", CommandActions.Names)}.");
            return false;
        }

        command = asked;
        refusal = ProblemOf(document.Signer, asked, time);
        return refusal is null;
    }

    private Refusal? ProblemOf(string signer, CommandRecord asked, TimeReading time) => Old(signer, asked.Counter) ?? true switch
    {
        _ when asked.Box != box => new(RefusalReason.OtherBox, $"is for {asked.Box}, not for {box}", "Sign one for this box."),
        _ when !time.Trusted => new(RefusalReason.NoTrustedTime, $"cannot be dated: {time.Reason}", "Give the box its time; on the box itself, systemctl kill -s USR1 vigie stops it."),
        _ when asked.Expires <= time.Now => new(RefusalReason.Expired, $"was over on {asked.Expires:u}; here it is {time.Now:u}", "Send it anew, with a clock that is right."),
        _ when asked.Expires > time.Now + CommandRecord.LongestLife => new(
            RefusalReason.NotYetValid, $"would live until {asked.Expires:u}, longer than {CommandRecord.LongestLife.TotalMinutes:0} minutes", "Let it expire sooner, by a clock that is right."),
        _ => null,
    };

    private Refusal? Old(string signer, long counter) => counter <= counters.Last(signer)
        ? new(RefusalReason.Replayed, $"has counter {counter}; this box has had {counters.Last(signer)} of the same key", "Send it anew, with a higher counter.")
        : null;
}
