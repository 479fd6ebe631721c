using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Anchors;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>What is checked of a mandate whatever the time: signature, form, box, profile.</summary>
/// <param name="anchors">Who may sign.</param>
/// <param name="profile">Finds a profile's file by its hash.</param>
internal sealed class MandateChecks(TrustAnchors anchors, Func<string, byte[]?> profile)
{
    /// <summary>Verifies a mandate for a box.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="box">Site and device of the box, or null for any (on an authority's own computer).</param>
    /// <param name="at">When the signer's key must be in date; null leaves that out.</param>
    /// <param name="mandate">The mandate.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryVerify(
        ReadOnlyMemory<byte> bytes,
        string? box,
        DateTimeOffset? at,
        [NotNullWhen(true)] out InstalledMandate? mandate,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        mandate = null;
        if (!anchors.TryVerify(bytes, DocumentType.Mandate, at, out SignedDocument? document, out refusal)
            || !Mandate.TryDecode(document.Payload, out Mandate? said, out refusal))
        {
            return false;
        }

        MandateBox? own = said.Boxes.FirstOrDefault(entry => box is null || entry.Name == box);
        refusal = own is null ? OtherBox(said, box!) : ProblemOf(said, document.Signer);
        mandate = refusal is null ? new InstalledMandate(document.Hash, said, document.Signer, own!.Cameras, null) : null;
        return refusal is null;
    }

    /// <summary>Verifies a profile.</summary>
    public static bool TryVerifyProfile(
        ReadOnlyMemory<byte> bytes,
        TrustAnchors anchors,
        DateTimeOffset? at,
        [NotNullWhen(true)] out SignedDocument? document,
        [NotNullWhen(true)] out Profile? profile,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        profile = null;
        return anchors.TryVerify(bytes, DocumentType.Profile, at, out document, out refusal)
            && Profile.TryDecode(document.Payload, out profile, out refusal);
    }

    private static Refusal OtherBox(Mandate mandate, string box) => new(
        RefusalReason.OtherBox,
        $"is for {string.Join(", ", mandate.Boxes.Select(entry => entry.Name))}, not for {box}",
        "Install it there, or have this box named in it.");

    private Refusal? ProblemOf(Mandate mandate, string signer)
    {
        if (profile(mandate.ProfileHash) is not byte[] bytes)
        {
            return new(RefusalReason.UnknownProfile, $"refers to the profile {mandate.ProfileName} ({mandate.ProfileHash[..16]}…), which is not here", "Install that profile first (edgectl profile install).");
        }

        if (!TryVerifyProfile(bytes, anchors, at: null, out SignedDocument? document, out Profile? bounds, out Refusal? refusal))
        {
            return refusal with { Problem = $"refers to a profile which {refusal.Problem}" };
        }

        // The file's name is a claim, its content is not.
        return document.Hash != mandate.ProfileHash || bounds.Name != mandate.ProfileName
            ? new(RefusalReason.UnknownProfile, $"refers to the profile {mandate.ProfileName}, and the one that is here is another", "Install the profile that the mandate names.")
            : document.Signer == signer
                ? new(RefusalReason.OwnProfile, "is signed by the same key as its profile: who is bound may not set the bounds", "Have the profile signed by another authority.")
                : bounds.Bounds(mandate);
    }
}
