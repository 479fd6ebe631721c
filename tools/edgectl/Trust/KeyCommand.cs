using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary><c>edgectl key</c>: keys that sign, and the list of those that a box trusts.</summary>
public static class KeyCommand
{
    public static Command Create() => new("key", "Make keys, show them, and list them for a box.") { New(), Show(), Tpm(), Trust() };

    private static Command New()
    {
        Argument<string> path = new("file") { Description = "Where the private key goes; FILE.pub gets the public one." };
        Option<bool> open = new("--no-passphrase") { Description = "Do not encrypt it. For tests, and for machines that sign alone." };
        Option<string?> passphrase = TrustFiles.Passphrase();
        Command command = new("new", "Make a key. The private half never leaves its file.") { path, open, passphrase };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(path);
            string words = result.GetValue(open) ? "" : TrustFiles.ReadPassphrase(result.GetValue(passphrase), file);
            if (words.Length == 0 && !result.GetValue(open))
            {
                throw new Fault(FaultKind.Config, file, "would be a key without a passphrase", "Give one, or say --no-passphrase.");
            }

            using SigningKey key = KeyFile.Create(file, words);
            TrustFiles.Write(file + ".pub", key.Public.ToPem() + "\n");
            Console.WriteLine($"private key  {file}  (keep it; a copy offline; nobody else gets it)");
            Console.WriteLine($"public key   {file}.pub  (give it to the installer of the boxes)");
            Console.WriteLine($"thumbprint   {key.Public.Thumbprint}");
        });
        return command;
    }

    private static Command Show()
    {
        Argument<string> path = new("file") { Description = "A public key, or a private one." };
        Option<string?> passphrase = TrustFiles.Passphrase();
        Command command = new("show", "Show a key's thumbprint and its public half: read the thumbprint out to who trusts it.") { path, passphrase };
        command.SetAction(result =>
        {
            PublicKey key = ReadPublic(result.GetRequiredValue(path), result.GetValue(passphrase));
            Console.WriteLine($"thumbprint {key.Thumbprint}");
            Console.WriteLine(key.ToPem());
        });
        return command;
    }

    private static Command Tpm()
    {
        Argument<string> uri = new("uri") { Description = "What the provider calls it: handle:0x81000001." };
        Command command = new("tpm", "Show a key that lies in the TPM, and try whether it signs.") { uri };
        command.SetAction(result =>
        {
            using SigningKey key = TpmKey.Open(result.GetRequiredValue(uri));
            // A revocation of nothing: Sign reads its own document back and verifies it.
            key.Sign(DocumentType.Revocation, [0xA0]);
            Console.WriteLine($"thumbprint {key.Public.Thumbprint}");
            Console.WriteLine(key.Public.ToPem());
            Console.WriteLine("it signs, and what it signs is verified");
        });
        return command;
    }

    private static Command Trust()
    {
        Argument<string> path = new("key") { Description = "Public key: FILE.pub." };
        Option<string> anchors = new("--anchors") { Description = "The list: anchors.json. Made where there is none.", Required = true };
        Option<string> name = new("--name") { Description = "Whose key it is, in words.", Required = true };
        Option<string[]> roles = new("--role") { Description = "What it may sign: " + string.Join(", ", RoleNames.All) + ".", Required = true };
        Option<string> from = new("--since") { Description = "First day of its use: 2026-01-31.", Required = true };
        Option<string> to = new("--until") { Description = "First day after its use.", Required = true };
        Command command = new("trust", "Add a key to the list of those that a box trusts.") { path, anchors, name, roles, from, to };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(anchors);
            JsonArray list = File.Exists(file) ? Existing(file) : [];
            list.Add(new JsonObject
            {
                ["name"] = result.GetRequiredValue(name),
                ["roles"] = new JsonArray([.. result.GetRequiredValue(roles).Select(role => (JsonNode?)role)]),
                ["key"] = ReadPublic(result.GetRequiredValue(path), null).ToPem(),
                ["from"] = result.GetRequiredValue(from),
                ["to"] = result.GetRequiredValue(to),
            });
            // Checked as the box will read it, before the list is touched.
            string aside = file + ".new";
            File.Delete(aside);
            TrustFiles.Write(aside, new JsonObject { ["anchors"] = list }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
            TrustAnchors read = ReadOrDelete(aside);
            File.Move(aside, file, overwrite: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file} lists {read.All.Count} {(read.All.Count == 1 ? "key" : "keys")}; whoever holds one of them is obeyed in its role"));
        });
        return command;
    }

    private static JsonArray Existing(string file)
    {
        AnchorFile.Read(file);
        JsonArray list = JsonNode.Parse(File.ReadAllText(file))!["anchors"]!.AsArray();
        return new JsonArray([.. list.Select(entry => entry!.DeepClone())]);
    }

    private static TrustAnchors ReadOrDelete(string aside)
    {
        try
        {
            return AnchorFile.Read(aside);
        }
        catch (Fault)
        {
            File.Delete(aside);
            throw;
        }
    }

    private static PublicKey ReadPublic(string file, string? passphrase)
    {
        if (PublicKey.TryRead(System.Text.Encoding.UTF8.GetString(TrustFiles.Read(file)), out PublicKey? key))
        {
            return key;
        }

        using SigningKey pair = KeyFile.Open(file, () => TrustFiles.ReadPassphrase(passphrase, file));
        return pair.Public;
    }
}
