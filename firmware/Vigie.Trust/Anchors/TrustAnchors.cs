using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Anchors;

/// <summary>The keys that a box trusts. What one of them did not sign in its role is nothing.</summary>
/// <param name="anchors">Each key once.</param>
public sealed class TrustAnchors(IReadOnlyList<Anchor> anchors)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Anchor> All { get; } = anchors;

    /// <summary>Verifies a document: size, form, key, its role, its dates, its signature.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="type">What it must be.</param>
    /// <param name="at">When: trusted time. Null leaves the key's dates out, for what does not depend on time (a stop).</param>
    /// <param name="document">The verified document.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryVerify(
        ReadOnlyMemory<byte> bytes,
        DocumentType type,
        DateTimeOffset? at,
        [NotNullWhen(true)] out SignedDocument? document,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!SignedDocument.TryReadUnverified(bytes, type, out document, out refusal))
        {
            return false;
        }

        refusal = ProblemOf(document, at);
        document = refusal is null ? document : null;
        return refusal is null;
    }

    /// <summary>Whose key it is, or its thumbprint where no anchor names it.</summary>
    public string NameOf(string thumbprint) =>
        All.FirstOrDefault(anchor => anchor.Key.Thumbprint == thumbprint)?.Name ?? thumbprint;

    private Refusal? ProblemOf(SignedDocument document, DateTimeOffset? at)
    {
        string name = document.Type.Name;
        if (All.FirstOrDefault(anchor => anchor.Key.Thumbprint == document.Signer) is not Anchor anchor)
        {
            return new(RefusalReason.UnknownKey, $"is signed by a key that this box does not know ({document.Signer[..16]}…)", "Have it signed by a key of the box's anchors, or have the installer add that key.");
        }

        if ((anchor.Roles & document.Type.Signers) == 0)
        {
            return new(RefusalReason.WrongRole, $"is signed by \"{anchor.Name}\", whose key is for {RoleNames.Of(anchor.Roles)}: a {name} needs {RoleNames.Of(document.Type.Signers)}", $"Have it signed by a key with the role {RoleNames.Of(document.Type.Signers)}.");
        }

        return at < anchor.From || at >= anchor.To
            ? new(RefusalReason.KeyNotInDate, $"is signed by \"{anchor.Name}\", whose key is used from {anchor.From:yyyy-MM-dd} until {anchor.To:yyyy-MM-dd}", "Have it signed by the key that is in use today.")
            : document.Verify(anchor.Key);
    }
}
