using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Vigie.Core;
using Vigie.Modelkit.Packing;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit pack MODEL --key maker.pem --output MODEL.vmodel</c>.</summary>
public static class PackCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Name under models/, or a folder with model.json, labels, network, CARD.md and NOTICE." };
        Option<string> key = new("--key") { Description = "Private key of a maker (edgectl key new).", Required = true };
        Option<string?> passphrase = new("--passphrase-file") { Description = "File with the key's passphrase. Otherwise it is asked for." };
        Option<string> output = new("--output", "-o") { Description = "The package, NAME.vmodel; one that is there is replaced.", Required = true };
        Option<long> seed = new("--seed") { Description = "Number from which the golden pattern is drawn.", DefaultValueFactory = _ => (long)GoldenPattern.DefaultSeed };
        Option<int> tolerance = new("--tolerance") { Description = "How far the answer on a box may be off, in thousandths of its spread.", DefaultValueFactory = _ => Packer.Tolerance };
        Command command = new("pack", "Put a model into one signed file that boxes verify and try before they use it.") { model, key, passphrase, output, seed, tolerance };
        command.SetAction(parsed =>
        {
            ModelFolder folder = ModelFolder.Find(parsed.GetValue(model)!);
            using SigningKey signer = KeyFile.Open(parsed.GetValue(key)!, () => Passphrase(parsed.GetValue(passphrase), parsed.GetValue(key)!));
            byte[] package = Packer.Pack(folder, signer, parsed.GetValue(seed), parsed.GetValue(tolerance));
            string file = parsed.GetValue(output)!;
            SafeFile.Write(file, package);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{file}: {folder.Manifest.Name}, {package.Length} bytes, signed by {signer.Public.Thumbprint[..16]}…; network {folder.Manifest.Network.Sha256}"));
        });
        return command;
    }

    private static string Passphrase(string? file, string key) =>
        file is not null ? File.ReadAllText(file).TrimEnd('\n', '\r')
        : Console.IsInputRedirected ? throw new Fault(FaultKind.Config, key, "needs a passphrase, and there is nobody to ask", "Give --passphrase-file.")
        : AnsiConsole.Prompt(new TextPrompt<string>($"Passphrase of {Markup.Escape(key)}:").Secret());
}
