using Vigie.Core;
using Vigie.Trust.Approvals;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;
using Vigie.Trust.Time;

namespace Vigie.Appliance.Orders;

/// <summary>Takes any signed document for a box. What is refused changes nothing, and the service journals it.</summary>
/// <param name="store">The box's documents.</param>
/// <param name="stateDirectory">Its state directory.</param>
/// <param name="ahead">Whether an order that has not begun may be put in place, to wait for its first second.</param>
internal sealed class OrderIntake(MandateStore store, string stateDirectory, bool ahead)
{
    /// <summary>In this order they build on one another.</summary>
    private static readonly DocumentType[] Types =
    [
        DocumentType.Profile, DocumentType.ApprovedModels, DocumentType.Revocation, DocumentType.Mandate, SwitchLift.DocumentType, DocumentType.TimeReceipt,
    ];

    /// <summary>Where a document comes among several that are installed together.</summary>
    public static int Rank(ReadOnlyMemory<byte> bytes) => TypeOf(bytes) is { } type ? Array.IndexOf(Types, type) : Types.Length;

    /// <summary>Takes one.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="file">Where it came from, for people.</param>
    /// <param name="now">The time, as far as the caller knows; what may run is judged each second by trusted time.</param>
    /// <returns>What became of it, for people.</returns>
    /// <exception cref="Fault">It is refused, with the reason.</exception>
    public string Take(ReadOnlyMemory<byte> bytes, string file, DateTimeOffset now)
    {
        DocumentType type = TypeOf(bytes) ?? throw new Fault(
            FaultKind.Corrupt, file, "is no signed document of a kind that a box takes", "Give what edgectl … sign or revoke has written, whole.");
        (string? words, Refusal? refusal) = Take(type, bytes, now);
        if (refusal is not null)
        {
            store.Report(type, bytes.Span, refusal, now);
            throw refusal.ToFault(file);
        }

        return words!;
    }

    private static DocumentType? TypeOf(ReadOnlyMemory<byte> bytes) =>
        Types.FirstOrDefault(type => SignedDocument.TryReadUnverified(bytes, type, out _, out _));

    private (string? Words, Refusal? Refusal) Take(DocumentType type, ReadOnlyMemory<byte> bytes, DateTimeOffset now)
    {
        Refusal? refusal;
        if (type == DocumentType.Profile)
        {
            return store.TryInstallProfile(bytes, now, out Profile? profile, out refusal) ? ($"profile {profile.Name}, serial {profile.Serial}, is installed", null) : (null, refusal);
        }

        if (type == DocumentType.ApprovedModels)
        {
            return store.TryInstallModels(bytes, now, out ApprovedModels? models, out refusal) ? ($"the list of {models.Models.Count} approved networks, serial {models.Serial}, is installed", null) : (null, refusal);
        }

        if (type == DocumentType.Revocation)
        {
            return store.TryRevoke(bytes, out Revocation? word, out refusal) ? ($"order {word.MandateHash[..16]}… is {(word.Lifts ? "no longer stopped" : "stopped")}: {word.Reason}", null) : (null, refusal);
        }

        if (type == DocumentType.Mandate)
        {
            return store.TryInstall(bytes, now, ahead, out InstalledMandate? mandate, out refusal)
                ? ($"{mandate.Title} is installed for {string.Join(", ", mandate.Cameras)}, {mandate.Mandate.From:u} to {mandate.Mandate.To:u}", null)
                : (null, refusal);
        }

        return HandOver(type, bytes);
    }

    // The running service alone knows the press that is in force, and the question that is open: it judges within a second.
    private (string? Words, Refusal? Refusal) HandOver(DocumentType type, ReadOnlyMemory<byte> bytes)
    {
        if (!store.Anchors.TryVerify(bytes, type, at: null, out _, out Refusal? refusal))
        {
            return (null, refusal);
        }

        bool lifts = type == SwitchLift.DocumentType;
        PrivateFile.Replace(lifts ? SwitchLift.PathIn(stateDirectory) : HubTime.AnswerPath(stateDirectory), bytes.Span);
        return (lifts ? "what lifts the kill switch is handed over: the service's log and status say whether it took it" : "the time is handed over", null);
    }
}
