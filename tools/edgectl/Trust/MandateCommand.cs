using System.CommandLine;
using System.Globalization;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary><c>edgectl mandate</c>: an authority's order, from its draft to the box.</summary>
public static class MandateCommand
{
    public static Command Create() => new("mandate", "Write, sign, check, install and revoke an authority's order.")
    {
        New(), Sign(), Show(), Verify(), Install(), List(), Revoke(),
    };

    private static Command New()
    {
        Option<string?> from = new("--from") { Description = "A draft in JSON to check and copy. Without it, every field is asked for." };
        Option<string> output = TrustFiles.Output();
        Command command = new("new", "Write the draft of an order: every field is asked for and explained.") { from, output };
        command.SetAction(result =>
        {
            string draft = result.GetValue(from) is string file
                ? MandateJson.Write(Checked(MandateJson.Read(TrustFiles.Read(file), file, new string('0', 64)), file))
                : MandateWizard.Run();
            TrustFiles.Write(result.GetRequiredValue(output), draft + "\n");
            Console.WriteLine($"{result.GetRequiredValue(output)} is a draft: read it, then sign it (edgectl mandate sign)");
        });
        return command;
    }

    private static Command Sign()
    {
        Argument<string> draft = new("draft") { Description = "The draft in JSON." };
        Option<string> profile = new("--profile") { Description = "The signed profile that bounds it.", Required = true };
        Option<string> key = TrustFiles.Key();
        Option<string?> passphrase = TrustFiles.Passphrase();
        Option<string> output = TrustFiles.Output();
        Command command = new("sign", "Sign a draft under a profile. What the profile does not allow is not signed.") { draft, profile, key, passphrase, output };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(draft);
            (SignedDocument signed, Profile bounds) = ReadProfile(result.GetRequiredValue(profile));
            Mandate mandate = Checked(MandateJson.Read(TrustFiles.Read(file), file, signed.Hash), file);
            using SigningKey signer = TrustFiles.Open(result.GetRequiredValue(key), result.GetValue(passphrase));
            Refusal? refusal = bounds.Name != mandate.ProfileName
                ? new(RefusalReason.UnknownProfile, $"names the profile {mandate.ProfileName}, and this one is {bounds.Name}", "Give the profile that it names.")
                : signed.Signer == signer.Public.Thumbprint
                    ? new(RefusalReason.OwnProfile, "would be signed by the key that signed its profile: who is bound may not set the bounds", "Have the profile signed by another authority.")
                    : bounds.Bounds(mandate);
            if (refusal is not null)
            {
                throw refusal.ToFault(file);
            }

            TrustFiles.Write(result.GetRequiredValue(output), signer.Sign(DocumentType.Mandate, mandate.Encode()));
            Console.WriteLine($"{result.GetRequiredValue(output)}: {mandate.Authority}, order {mandate.OrderNumber}, serial {mandate.Serial}, signed by {signer.Public.Thumbprint[..16]}…");
        });
        return command;
    }

    private static Command Show()
    {
        Argument<string> path = new("file") { Description = "A signed mandate or revocation." };
        Option<bool> json = new("--json") { Description = "As a draft in JSON." };
        Command command = new("show", "Show what a signed document says. Nobody has checked who signed it: see verify.") { path, json };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            byte[] bytes = TrustFiles.Read(file);
            if (SignedDocument.TryReadUnverified(bytes, DocumentType.Revocation, out SignedDocument? word, out _)
                && Revocation.TryDecode(word.Payload, out Revocation? revocation, out _))
            {
                Console.WriteLine($"{(revocation.Lifts ? "lifts the stop of" : "revokes")} mandate {revocation.MandateHash}: {revocation.Reason} (word {revocation.Serial})");
                return;
            }

            if (!SignedDocument.TryReadUnverified(bytes, DocumentType.Mandate, out SignedDocument? document, out Refusal? refusal)
                || !Mandate.TryDecode(document.Payload, out Mandate? mandate, out refusal))
            {
                throw refusal.ToFault(file);
            }

            Console.WriteLine(result.GetValue(json) ? MandateJson.Write(mandate) : MandateText.Of(mandate, document));
        });
        return command;
    }

    private static Command Verify()
    {
        Argument<string> path = new("file") { Description = "A signed mandate." };
        Option<string> anchors = new("--anchors") { Description = "Whom the box trusts: anchors.json.", Required = true };
        Option<string> profile = new("--profile") { Description = "The signed profile that it names.", Required = true };
        Command command = new("verify", "Check signature, key, role, dates and profile, as a box does, by this computer's clock.") { path, anchors, profile };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            TrustAnchors trusted = AnchorFile.Read(result.GetRequiredValue(anchors));
            if (!MandateStore.TryVerify(TrustFiles.Read(file), TrustFiles.Read(result.GetRequiredValue(profile)), trusted, DateTimeOffset.UtcNow, out InstalledMandate? mandate, out Refusal? refusal))
            {
                throw refusal.ToFault(file);
            }

            Console.WriteLine($"{file} is right: {mandate.Title}, signed by {trusted.NameOf(mandate.Signer)}, {mandate.Mandate.From:u} to {mandate.Mandate.To:u}");
        });
        return command;
    }

    private static Command Install()
    {
        Argument<string> path = new("file") { Description = "A signed mandate or revocation." };
        Option<bool> ahead = new("--ahead") { Description = "Put a mandate in place before it begins: it waits for its first second." };
        BoxOptions box = new();
        Command command = new("install", "Put a mandate or a revocation on a box. What is refused changes nothing.") { path, ahead };
        box.AddTo(command);
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            byte[] bytes = TrustFiles.Read(file);
            MandateStore store = box.Open(result);
            if (SignedDocument.TryReadUnverified(bytes, DocumentType.Revocation, out _, out _))
            {
                if (!store.TryRevoke(bytes, out Revocation? word, out Refusal? refused))
                {
                    throw DraftCommands.Journalled(store, DocumentType.Revocation, bytes, refused, file);
                }

                Console.WriteLine($"{store.Box}: mandate {word.MandateHash[..16]}… is {(word.Lifts ? "no longer stopped" : "stopped")}: {word.Reason}");
                return;
            }

            if (!store.TryInstall(bytes, DateTimeOffset.UtcNow, result.GetValue(ahead), out InstalledMandate? mandate, out Refusal? refusal))
            {
                throw DraftCommands.Journalled(store, DocumentType.Mandate, bytes, refusal, file);
            }

            Console.WriteLine($"{store.Box}: {mandate.Title} is installed for {string.Join(", ", mandate.Cameras)}, {mandate.Mandate.From:u} to {mandate.Mandate.To:u}");
        });
        return command;
    }

    private static Command List()
    {
        BoxOptions box = new();
        Command command = new("list", "List the mandates on a box, verified anew.");
        box.AddTo(command);
        command.SetAction(result =>
        {
            foreach (InstalledMandate mandate in box.Open(result).Read())
            {
                Console.WriteLine($"{mandate.Hash}  {mandate.Title}  {mandate.Mandate.From:u} to {mandate.Mandate.To:u}  {mandate.Obstacle?.ToString() ?? "usable"}");
            }
        });
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> path = new("mandate") { Description = "The signed mandate that is to stop." };
        Option<string> reason = new("--reason") { Description = "Why, in words.", Required = true };
        Option<long> serial = new("--serial") { Description = "Counts up with each word on this mandate: 1, 2, 3 …", Required = true };
        Option<bool> lift = new("--lift") { Description = "Lift the stop instead. Only the mandate's own key can." };
        Option<string> key = TrustFiles.Key();
        Option<string?> passphrase = TrustFiles.Passphrase();
        Option<string> output = TrustFiles.Output();
        Command command = new("revoke", "Sign a revocation; on the box it acts at once (edgectl mandate install).") { path, reason, serial, lift, key, passphrase, output };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            if (!SignedDocument.TryReadUnverified(TrustFiles.Read(file), DocumentType.Mandate, out SignedDocument? document, out Refusal? refusal))
            {
                throw refusal.ToFault(file);
            }

            byte[] payload = new Revocation
            {
                MandateHash = document.Hash,
                Lifts = result.GetValue(lift),
                Reason = result.GetRequiredValue(reason),
                Serial = result.GetValue(serial),
            }.Encode();
            if (!Revocation.TryDecode(payload, out _, out refusal))
            {
                throw new Fault(FaultKind.Config, file, refusal.Problem, "Mend what was given.");
            }

            using SigningKey signer = TrustFiles.Open(result.GetRequiredValue(key), result.GetValue(passphrase));
            TrustFiles.Write(result.GetRequiredValue(output), signer.Sign(DocumentType.Revocation, payload));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.GetRequiredValue(output)} {(result.GetValue(lift) ? "lifts the stop of" : "revokes")} mandate {document.Hash[..16]}…"));
        });
        return command;
    }

    private static Mandate Checked(Mandate mandate, string file)
    {
        if (!Mandate.TryDecode(mandate.Encode(), out Mandate? read, out Refusal? refusal))
        {
            throw new Fault(FaultKind.Config, file, refusal.Problem, "Mend the draft.");
        }

        return read;
    }

    private static (SignedDocument Document, Profile Profile) ReadProfile(string file)
    {
        if (!SignedDocument.TryReadUnverified(TrustFiles.Read(file), DocumentType.Profile, out SignedDocument? document, out Refusal? refusal)
            || !Profile.TryDecode(document.Payload, out Profile? profile, out refusal))
        {
            throw refusal.ToFault(file);
        }

        return (document, profile);
    }
}
