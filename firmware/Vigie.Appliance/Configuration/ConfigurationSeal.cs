using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Configuration;

/// <summary>
/// A file beside the configuration, one line as <c>sha256sum(1)</c> writes it, that says which bytes were meant. Where it lies there, no other bytes are taken:
/// against a disk that forgets and a hand that slips. Who may write the one may write the other: it is no signature.
/// </summary>
internal static class ConfigurationSeal
{
    // The longest path that Linux takes, behind 64 digits, two marks and before the end of the line.
    private const int LargestFile = 4096 + 64 + 3;
    private const int Digits = SHA256.HashSizeInBytes * 2;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the seal of a configuration lies.</summary>
    public static string PathOf(string configuration) => configuration + ".sha256";

    /// <summary>The seal of a configuration, as <c>sha256sum</c> would write it in the configuration's folder.</summary>
    public static byte[] Of(string configuration, ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {Path.GetFileName(configuration)}\n"));

    /// <summary>Holds a configuration against its seal.</summary>
    /// <param name="configuration">Its path, as the person gave it.</param>
    /// <param name="bytes">What stands in it.</param>
    /// <returns>Whether there is a seal.</returns>
    /// <exception cref="Fault">It is not what was sealed, or the seal cannot be read.</exception>
    public static bool Check(string configuration, ReadOnlySpan<byte> bytes)
    {
        string path = PathOf(configuration);
        if (!TryRead(path, configuration, out string line))
        {
            return false;
        }

        string expected = HashIn(line, path, configuration);
        string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return expected == found ? true : throw new Fault(
            FaultKind.Config, configuration, $"is not what {path} seals: its SHA-256 is {found}, sealed was {expected}", Remedy(path, configuration));
    }

    /// <summary>The same, with everything else that is wrong.</summary>
    /// <param name="configuration">Its path, as the person gave it.</param>
    /// <param name="bytes">What stands in it.</param>
    /// <param name="complaints">Gets what is wrong.</param>
    /// <returns>Whether there is a seal, right or wrong.</returns>
    public static bool Check(string configuration, ReadOnlySpan<byte> bytes, Complaints complaints)
    {
        try
        {
            return Check(configuration, bytes);
        }
        catch (Fault wrong)
        {
            complaints.Add(wrong);
            return true;
        }
    }

    // Only what is surely not there is no seal: one that a disk does not give must not count as none.
    private static bool TryRead(string path, string configuration, out string line)
    {
        line = "";
        try
        {
            byte[] content = PrivateFile.ReadWithin(path, LargestFile) ?? throw NoSeal(path, configuration, $"has more than {LargestFile} bytes");
            line = Strict.GetString(content);
            return true;
        }
        catch (FileNotFoundException) when (new FileInfo(path).LinkTarget is null)
        {
            return false;
        }
        catch (PathTooLongException)
        {
            return false;
        }
        catch (DecoderFallbackException)
        {
            throw NoSeal(path, configuration, "is no text");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Config, path, $"seals {configuration} and cannot be read: {error.Message.TrimEnd('.')}",
                $"Let the user that runs the service read it, or write it anew ({Command(path, configuration)}).", error);
        }
    }

    // "0123…ef  name" or "0123…ef *name", one line; the name alone counts, wherever the file lay when it was sealed.
    private static string HashIn(string line, string path, string configuration)
    {
        string text = line.EndsWith('\n') ? line[..^1] : line;
        if (text.Length <= Digits + 2 || text.Contains('\n', StringComparison.Ordinal) || !text[..Digits].All(char.IsAsciiHexDigit) || text[Digits] != ' ' || text[Digits + 1] is not (' ' or '*'))
        {
            throw NoSeal(path, configuration, "is not one line as sha256sum writes it: 64 hexadecimal digits, two spaces (or a space and '*'), the name of the file");
        }

        string named = text[(Digits + 2)..], name = Path.GetFileName(configuration);
        return named[(named.LastIndexOf('/') + 1)..] == name
            ? text[..Digits].ToLowerInvariant()
            : throw NoSeal(path, configuration, $"names '{named}', not {name}");
    }

    private static Fault NoSeal(string path, string configuration, string problem) =>
        new(FaultKind.Config, path, $"is no seal of {configuration}: it {problem}", Remedy(path, configuration));

    private static string Remedy(string path, string configuration) =>
        $"If {configuration} is as it was meant to be, seal it ({Command(path, configuration)}) and reload or start again. If not, put back the file that was sealed.";

    private static string Command(string path, string configuration) => $"sha256sum {Quoted(configuration)} > {Quoted(path)}";

    private static string Quoted(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
