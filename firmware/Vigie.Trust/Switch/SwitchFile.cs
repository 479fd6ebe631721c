using System.Security.Cryptography;
using System.Text;
using Vigie.Core;

namespace Vigie.Trust.Switch;

/// <summary>
/// The file <c>trust/switch</c> of the state directory: there while the switch is pressed, holding the press's 32 hexadecimal digits. A file that is there
/// and says something else counts as pressed: whoever damages it stops the box, and does not start it.
/// </summary>
internal sealed class SwitchFile(string stateDirectory)
{
    private const int MostBytes = 64;

    private readonly string _path = Path.Combine(stateDirectory, "trust", "switch");

    /// <summary>The press that is in force; none where the switch is not pressed.</summary>
    public string? Read()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        byte[] content = PrivateFile.ReadWithin(_path, MostBytes) ?? [];
        string press = Encoding.ASCII.GetString(content).TrimEnd();
        return press.Length == 32 && press.All(char.IsAsciiHexDigitLower)
            ? press
            : Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
    }

    public void Write(string press)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(_path)!);
        PrivateFile.Replace(_path, Encoding.ASCII.GetBytes(press + "\n"));
    }

    public void Delete()
    {
        File.Delete(_path);
        PrivateFile.FlushFolder(Path.GetDirectoryName(_path)!);
    }
}
