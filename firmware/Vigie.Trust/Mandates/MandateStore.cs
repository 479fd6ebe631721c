using System.Diagnostics.CodeAnalysis;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Approvals;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>
/// Mandates, profiles, revocations and the list of approved networks on a box. Everything is verified before anything is written, and
/// again whenever it is read. What is refused changes nothing. Several processes may use it.
/// </summary>
public sealed class MandateStore
{
    private const string Mandates = "mandates";
    private const string Profiles = "profiles";
    private const string Revocations = "revocations";

    private readonly TrustFolder _folder;
    private readonly MandateChecks _checks;

    /// <summary>Opens it.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="anchors">Whom the box trusts.</param>
    /// <param name="site">Site of its configuration.</param>
    /// <param name="device">Device of its configuration.</param>
    public MandateStore(string stateDirectory, TrustAnchors anchors, string site, string device)
    {
        _folder = new TrustFolder(stateDirectory);
        _checks = new MandateChecks(anchors, hash => _folder.TryRead(Profiles, hash));
        Refused = new RefusalSpool(_folder.RefusedPath);
        Anchors = anchors;
        Box = $"{site}/{device}";
    }

    /// <summary>Site and device of this box.</summary>
    public string Box { get; }

    /// <summary>Whom the box trusts.</summary>
    public TrustAnchors Anchors { get; }

    /// <summary>Refusals that are still to be journalled.</summary>
    internal RefusalSpool Refused { get; }

    /// <summary>Where the desk notes what it has announced.</summary>
    internal string AnnouncedPath => _folder.AnnouncedPath;

    /// <summary>Has a refusal journalled by the service, where this process is another.</summary>
    public void Report(DocumentType type, ReadOnlySpan<byte> bytes, Refusal refusal, DateTimeOffset now)
    {
        using FileStream held = _folder.Lock();
        Refused.Add(type.Name, bytes, refusal, now);
    }

    /// <summary>Verifies a mandate for any box, away from all of them: on an authority's own computer.</summary>
    /// <param name="bytes">The mandate.</param>
    /// <param name="profile">The profile that it names.</param>
    /// <param name="anchors">Who may sign.</param>
    /// <param name="now">When it is to be in date.</param>
    /// <param name="mandate">The mandate.</param>
    /// <param name="refusal">Why not.</param>
    public static bool TryVerify(
        ReadOnlyMemory<byte> bytes,
        byte[] profile,
        TrustAnchors anchors,
        DateTimeOffset now,
        [NotNullWhen(true)] out InstalledMandate? mandate,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!new MandateChecks(anchors, _ => profile).TryVerify(bytes, box: null, now, out mandate, out refusal))
        {
            return false;
        }

        refusal = DateProblem(mandate.Mandate, now, ahead: true);
        mandate = refusal is null ? mandate : null;
        return refusal is null;
    }

    /// <summary>Installs a mandate, in place of an earlier version of the same order.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="now">The time, as far as the caller knows. What may run is judged each second by trusted time (<see cref="MandateDesk"/>).</param>
    /// <param name="ahead">Whether one that has not begun may be put in place, to wait for its first second.</param>
    /// <param name="installed">The mandate.</param>
    /// <param name="refusal">Why not; then nothing was changed.</param>
    public bool TryInstall(
        ReadOnlyMemory<byte> bytes,
        DateTimeOffset now,
        bool ahead,
        [NotNullWhen(true)] out InstalledMandate? installed,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        using FileStream held = _folder.Lock();
        if (!_checks.TryVerify(bytes, Box, now, out installed, out refusal))
        {
            return false;
        }

        SerialFloors floors = new(_folder.SerialsPath);
        Mandate mandate = installed.Mandate;
        string line = "mandate:" + installed.Signer;
        InstalledMandate candidate = installed;
        InstalledMandate[] others = [.. Read().Where(other => other.Hash != candidate.Hash)];
        refusal = DateProblem(mandate, now, ahead)
            ?? Revoked(installed)
            ?? floors.ProblemOf(line, mandate.Serial, installed.Hash)
            ?? OldProfile(floors, mandate)
            ?? others.Where(other => !Supersedes(candidate, other)).Select(other => Overlap(candidate, other, now)).FirstOrDefault(found => found is not null);
        if (refusal is not null)
        {
            installed = null;
            return false;
        }

        floors.Raise(line, mandate.Serial, installed.Hash);
        _folder.Write(Mandates, installed.Hash, bytes.Span);
        foreach (InstalledMandate other in others.Where(other => Supersedes(candidate, other) || other.Mandate.To <= now))
        {
            _folder.Delete(Mandates, other.Hash);
        }

        return true;
    }

    /// <summary>Installs a profile, in place of earlier versions for mandates to come.</summary>
    public bool TryInstallProfile(
        ReadOnlyMemory<byte> bytes,
        DateTimeOffset now,
        [NotNullWhen(true)] out Profile? profile,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        using FileStream held = _folder.Lock();
        if (!MandateChecks.TryVerifyProfile(bytes, Anchors, now, out SignedDocument? document, out profile, out refusal))
        {
            return false;
        }

        SerialFloors floors = new(_folder.SerialsPath);
        string line = ProfileLine(profile.Name);
        refusal = floors.ProblemOf(line, profile.Serial, document.Hash);
        if (refusal is not null)
        {
            profile = null;
            return false;
        }

        floors.Raise(line, profile.Serial, document.Hash);
        _folder.Write(Profiles, document.Hash, bytes.Span);
        return true;
    }

    /// <summary>Stops a mandate at once, or lifts such a stop. It needs no time, and no mandate: a stop may come first.</summary>
    public bool TryRevoke(
        ReadOnlyMemory<byte> bytes,
        [NotNullWhen(true)] out Revocation? revocation,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        revocation = null;
        using FileStream held = _folder.Lock();
        if (!Anchors.TryVerify(bytes, DocumentType.Revocation, at: null, out SignedDocument? document, out refusal)
            || !Revocation.TryDecode(document.Payload, out Revocation? said, out refusal))
        {
            return false;
        }

        SerialFloors floors = new(_folder.SerialsPath);
        string line = "revocation:" + said.MandateHash;
        refusal = (said.Lifts ? NotTheSigner(said.MandateHash, document.Signer) : null) ?? floors.ProblemOf(line, said.Serial, document.Hash);
        if (refusal is not null)
        {
            return false;
        }

        floors.Raise(line, said.Serial, document.Hash);
        _folder.Write(Revocations, said.MandateHash, bytes.Span);
        revocation = said;
        return true;
    }

    /// <summary>Installs the list of approved networks.</summary>
    public bool TryInstallModels(
        ReadOnlyMemory<byte> bytes,
        DateTimeOffset now,
        [NotNullWhen(true)] out ApprovedModels? models,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        using FileStream held = _folder.Lock();
        if (!ApprovedModels.TryVerify(bytes, Anchors, now, out models, out refusal))
        {
            return false;
        }

        SerialFloors floors = new(_folder.SerialsPath);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(models.Encode()));
        refusal = floors.ProblemOf("approved-models", models.Serial, hash);
        if (refusal is not null)
        {
            models = null;
            return false;
        }

        floors.Raise("approved-models", models.Serial, hash);
        PrivateFile.Replace(_folder.ModelsPath, bytes.Span);
        return true;
    }

    /// <summary>The list of approved networks, verified anew.</summary>
    /// <returns>False where there is none, or none that is signed by a maker whom the box trusts.</returns>
    public bool TryReadModels([NotNullWhen(true)] out ApprovedModels? models, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (File.Exists(_folder.ModelsPath))
        {
            return ApprovedModels.TryVerify(PrivateFile.ReadWithin(_folder.ModelsPath, DocumentType.MostBytes) ?? [], Anchors, at: null, out models, out refusal);
        }

        models = null;
        refusal = new(RefusalReason.Malformed, "there is no list of approved networks on this box", "Install the maker's list (edgectl approve install).");
        return false;
    }

    /// <summary>All mandates on this box, verified anew, newest first.</summary>
    public IReadOnlyList<InstalledMandate> Read()
    {
        List<InstalledMandate> found = [];
        foreach (string hash in _folder.Names(Mandates))
        {
            byte[] bytes = _folder.TryRead(Mandates, hash) ?? [];
            if (_checks.TryVerify(bytes, Box, at: null, out InstalledMandate? mandate, out Refusal? refusal))
            {
                found.Add(mandate with { Obstacle = mandate.Hash == hash ? Revoked(mandate) : Renamed() });
            }
            else if (SignedDocument.TryReadUnverified(bytes, DocumentType.Mandate, out SignedDocument? document, out _)
                && Mandate.TryDecode(document.Payload, out Mandate? said, out _))
            {
                // Shown with what is wrong with it, never used.
                found.Add(new InstalledMandate(document.Hash, said, document.Signer, [], refusal));
            }
        }

        return [.. found.OrderByDescending(mandate => mandate.Mandate.Serial)];
    }

    private static Refusal Renamed() => new(RefusalReason.Malformed, "lies under another document's name", "Install it again.");

    private static string ProfileLine(string name) => "profile:" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name));

    private static bool Supersedes(InstalledMandate candidate, InstalledMandate other) =>
        other.Signer == candidate.Signer && other.Mandate.OrderNumber == candidate.Mandate.OrderNumber;

    private static Refusal? Overlap(InstalledMandate candidate, InstalledMandate other, DateTimeOffset now) =>
        other.Obstacle is null && other.Mandate.To > now
            && other.Mandate.From < candidate.Mandate.To && candidate.Mandate.From < other.Mandate.To
            && other.Cameras.Intersect(candidate.Cameras).FirstOrDefault() is string camera
            ? new(
                RefusalReason.TwoAtOnce,
                $"names the camera {camera} at a time for which another mandate is here ({other.Title})",
                "A camera has one mandate at a time: revoke the other first, or have their dates or cameras kept apart.")
            : null;

    private static Refusal? DateProblem(Mandate mandate, DateTimeOffset now, bool ahead) =>
        now >= mandate.To ? new(RefusalReason.Expired, $"was over on {mandate.To:u}", "Have the order renewed and signed again.")
        : now < mandate.From && !ahead ? new(RefusalReason.NotYetValid, $"begins on {mandate.From:u}", "Install it then, or now with --ahead: it waits for its first second.")
        : null;

    private static Refusal? OldProfile(SerialFloors floors, Mandate mandate) => floors.IsNewest(ProfileLine(mandate.ProfileName), mandate.ProfileHash)
        ? null
        : new(RefusalReason.UnknownProfile, $"refers to an older version of the profile {mandate.ProfileName}", "Have it written and signed under the newest one.");

    private Refusal? Revoked(InstalledMandate mandate)
    {
        if (_folder.TryRead(Revocations, mandate.Hash) is not byte[] bytes)
        {
            return null;
        }

        // A stop whose signer is trusted no more still stops: only a valid lift lets go.
        return Anchors.TryVerify(bytes, DocumentType.Revocation, at: null, out SignedDocument? document, out _)
            && Revocation.TryDecode(document.Payload, out Revocation? last, out _)
            && last.MandateHash == mandate.Hash && last.Lifts && document.Signer == mandate.Signer
            ? null
            : new(RefusalReason.Revoked, "was revoked", "Ask the authority why; only its key lifts this.");
    }

    private Refusal? NotTheSigner(string mandateHash, string signer) =>
        _folder.TryRead(Mandates, mandateHash) is byte[] bytes
            && SignedDocument.TryReadUnverified(bytes, DocumentType.Mandate, out SignedDocument? document, out _) && document.Signer == signer
            ? null
            : new(RefusalReason.WrongRole, "lifts the stop of a mandate that its signer did not sign, or that is not here", "Have it signed by the key that signed the mandate.");
}
