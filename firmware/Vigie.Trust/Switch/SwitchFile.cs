using System.Security.Cryptography;
using System.Text;
using Vigie.Core;

namespace Vigie.Trust.Switch;

/// <summary>
/// The file <c>trust/switch</c> of the state directory: there while the switch is pressed, holding the press's 32 hexadecimal digits and, where a command
/// pressed it, that word. A file that is there and says something else counts as pressed on the box: whoever damages it stops the box, and does not start it.
/// </summary>
internal sealed class SwitchFile(string stateDirectory)
{
    private const int MostBytes = 64;
    private const int Digits = 32;
    private const string ByCommand = " command";

    private readonly string _path = Path.Combine(stateDirectory, "trust", "switch");

    /// <summary>The press that is in force, and whether a command made it; none where the switch is not pressed.</summary>
    public (string Press, bool ByCommand)? Read()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        byte[] content = PrivateFile.ReadWithin(_path, MostBytes) ?? [];
        string text = Encoding.ASCII.GetString(content).TrimEnd();
        bool byCommand = text.Length == Digits + ByCommand.Length && text.EndsWith(ByCommand, StringComparison.Ordinal);
        string press = byCommand ? text[..Digits] : text;
        return press.Length == Digits && press.All(char.IsAsciiHexDigitLower)
            ? (press, byCommand)
            : (Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, Digits / 2)), false);
    }

    public void Write(string press, bool byCommand)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(_path)!);
        PrivateFile.Replace(_path, Encoding.ASCII.GetBytes(press + (byCommand ? ByCommand : "") + "\n"));
    }

    public void Delete()
    {
        File.Delete(_path);
        PrivateFile.FlushFolder(Path.GetDirectoryName(_path)!);
    }
}
