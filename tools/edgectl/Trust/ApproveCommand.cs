using System.CommandLine;
using Vigie.Trust.Approvals;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary><c>edgectl approve</c>: the maker's list of networks that may run.</summary>
public static class ApproveCommand
{
    public static Command Create()
    {
        DraftCommands drafts = new(
            DocumentType.ApprovedModels,
            "the list of approved networks",
            (json, file) => ApprovedModelsJson.Read(json, file).Encode(),
            payload => ApprovedModels.TryDecode(payload, out ApprovedModels? models, out Refusal? refusal) ? (ApprovedModelsJson.Write(models), null) : (null, refusal),
            (store, bytes) => store.TryInstallModels(bytes, DateTimeOffset.UtcNow, out ApprovedModels? models, out Refusal? refusal)
                ? ($"{store.Box}: {models.Models.Count} networks may run (list {models.Serial})", null)
                : (null, refusal));
        return new Command("approve", "Sign, check and install the list of networks that may run.") { drafts.Sign(), drafts.Show(), drafts.Verify(), drafts.Install() };
    }
}
