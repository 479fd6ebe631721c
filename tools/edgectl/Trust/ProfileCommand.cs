using System.CommandLine;
using Vigie.Core;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary><c>edgectl profile</c>: what the law of a place lets an order say.</summary>
public static class ProfileCommand
{
    public static Command Create()
    {
        DraftCommands drafts = new(
            DocumentType.Profile,
            "a profile",
            (json, file) => ProfileJson.Read(json, file).Encode(),
            payload => Profile.TryDecode(payload, out Profile? profile, out Refusal? refusal) ? (ProfileJson.Write(profile), null) : (null, refusal),
            (store, bytes) => store.TryInstallProfile(bytes, DateTimeOffset.UtcNow, out Profile? profile, out Refusal? refusal)
                ? ($"{store.Box}: profile {profile.Name}, serial {profile.Serial}, is installed", null)
                : (null, refusal));
        return new Command("profile", "Write, sign, check and install the profile that bounds orders.") { New(), drafts.Sign(), drafts.Show(), drafts.Verify(), drafts.Install() };
    }

    private static Command New()
    {
        string[] names = [.. ProfileExamples.Names];
        Argument<string> name = new("example") { Description = "The example to begin with: " + string.Join(", ", names) + "." };
        Option<string> output = TrustFiles.Output();
        Command command = new("new", "Write a draft from an example. An example is no legal advice.") { name, output };
        command.SetAction(result =>
        {
            string wanted = result.GetRequiredValue(name);
            TrustFiles.Write(result.GetRequiredValue(output), ProfileExamples.TryRead(wanted, out string draft)
                ? draft
                : throw new Fault(FaultKind.Config, wanted, "is no example", "Take one of " + string.Join(", ", names) + "."));
            Console.WriteLine($"{result.GetRequiredValue(output)} is a draft and no legal advice: read it, mend it, then sign it (edgectl profile sign)");
        });
        return command;
    }
}
