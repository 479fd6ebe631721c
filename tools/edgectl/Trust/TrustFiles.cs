using System.CommandLine;
using Spectre.Console;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary>Files, keys and passphrases as the commands take them.</summary>
internal static class TrustFiles
{
    public static Option<string> Key() => new("--key") { Description = "Private key that signs.", Required = true };

    public static Option<string?> Passphrase() =>
        new("--passphrase-file") { Description = "File with the key's passphrase. Otherwise it is asked for." };

    public static Option<string> Output() => new("--output", "-o") { Description = "Where it goes; must not exist yet.", Required = true };

    public static SigningKey Open(string file, string? passphrase) => KeyFile.Open(file, () => ReadPassphrase(passphrase, file));

    public static string ReadPassphrase(string? file, string key)
    {
        if (file is not null)
        {
            return System.Text.Encoding.UTF8.GetString(Read(file)).TrimEnd('\n', '\r');
        }

        return Console.IsInputRedirected
            ? throw new Fault(FaultKind.Config, key, "needs a passphrase, and there is nobody to ask", "Give --passphrase-file.")
            : AnsiConsole.Prompt(new TextPrompt<string>($"Passphrase of {Markup.Escape(key)}:").Secret());
    }

    /// <summary>Reads a file of people's or of documents; more than any may have is refused by its length.</summary>
    public static byte[] Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] bytes = new byte[DocumentType.MostBytes + 1];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read <= DocumentType.MostBytes
                ? bytes[..read]
                : throw new Fault(FaultKind.Corrupt, file, $"has more than {DocumentType.MostBytes} bytes, as no such file has", "Look for the right file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", "Give a file that is there, as a user who may read it.", error);
        }
    }

    public static void Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    public static void Write(string file, byte[] bytes)
    {
        try
        {
            using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(file)
                ? new Fault(FaultKind.Config, file, "is there already", "Choose another name: nothing is overwritten.", error)
                : new Fault(FaultKind.Unavailable, file, "cannot be written", "Choose a folder that you may write to.", error);
        }
    }
}
