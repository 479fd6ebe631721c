using System.CommandLine;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary>What profiles and lists of networks have in common: signed from a JSON draft, shown, verified, installed.</summary>
/// <param name="type">Which of them.</param>
/// <param name="words">What people call it.</param>
/// <param name="encode">A draft's payload.</param>
/// <param name="show">A payload as a draft, or why it is none.</param>
/// <param name="install">Puts it on a box and says so in a line.</param>
internal sealed class DraftCommands(
    DocumentType type,
    string words,
    Func<byte[], string, byte[]> encode,
    Func<ReadOnlyMemory<byte>, (string? Draft, Refusal? Refusal)> show,
    Func<MandateStore, byte[], (string? Said, Refusal? Refusal)> install)
{
    public Command Sign()
    {
        Argument<string> draft = new("draft") { Description = "The draft in JSON." };
        Option<string> key = TrustFiles.Key();
        Option<string?> passphrase = TrustFiles.Passphrase();
        Option<string> output = TrustFiles.Output();
        Command command = new("sign", $"Sign {words}.") { draft, key, passphrase, output };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(draft);
            byte[] payload = encode(TrustFiles.Read(file), file);
            if (show(payload).Refusal is Refusal refusal)
            {
                throw refusal.ToFault(file);
            }

            using SigningKey signer = TrustFiles.Open(result.GetRequiredValue(key), result.GetValue(passphrase));
            TrustFiles.Write(result.GetRequiredValue(output), signer.Sign(type, payload));
            Console.WriteLine($"{result.GetRequiredValue(output)}: signed by {signer.Public.Thumbprint[..16]}…");
        });
        return command;
    }

    public Command Show()
    {
        Argument<string> path = new("file") { Description = "The signed file." };
        Command command = new("show", $"Show {words} as a draft. Nobody has checked who signed it: see verify.") { path };
        command.SetAction(result => Console.WriteLine(Read(result.GetRequiredValue(path), null)));
        return command;
    }

    public Command Verify()
    {
        Argument<string> path = new("file") { Description = "The signed file." };
        Option<string> anchors = new("--anchors") { Description = "Whom the box trusts: anchors.json.", Required = true };
        Command command = new("verify", $"Check {words} as a box does, by this computer's clock.") { path, anchors };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            Read(file, AnchorFile.Read(result.GetRequiredValue(anchors)));
            Console.WriteLine($"{file} is right");
        });
        return command;
    }

    public Command Install()
    {
        Argument<string> path = new("file") { Description = "The signed file." };
        BoxOptions box = new();
        Command command = new("install", $"Put {words} on a box. What is refused changes nothing.") { path };
        box.AddTo(command);
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            byte[] bytes = TrustFiles.Read(file);
            MandateStore store = box.Open(result);
            (string? said, Refusal? refusal) = install(store, bytes);
            Console.WriteLine(refusal is null ? said : throw Journalled(store, type, bytes, refusal, file));
        });
        return command;
    }

    /// <summary>A refusal on a box, as a fault; the service will journal it.</summary>
    public static Fault Journalled(MandateStore store, DocumentType type, byte[] bytes, Refusal refusal, string file)
    {
        store.Report(type, bytes, refusal, DateTimeOffset.UtcNow);
        return refusal.ToFault(file);
    }

    private string Read(string file, TrustAnchors? anchors)
    {
        byte[] bytes = TrustFiles.Read(file);
        bool read = anchors is null
            ? SignedDocument.TryReadUnverified(bytes, type, out SignedDocument? document, out Refusal? refusal)
            : anchors.TryVerify(bytes, type, DateTimeOffset.UtcNow, out document, out refusal);
        (string? draft, refusal) = read ? show(document!.Payload) : (null, refusal);
        return refusal is null ? draft! : throw refusal.ToFault(file);
    }
}
