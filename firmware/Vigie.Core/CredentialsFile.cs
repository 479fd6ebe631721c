using System.Text;
using System.Text.RegularExpressions;

namespace Vigie.Core;

/// <summary>
/// Reads user and password from a file: two lines, or <c>user:password</c> in one. The file is the owner's alone, or a credential that
/// systemd hands to the service (systemd.exec(5), LoadCredential=). Read anew for each attempt, so that a corrected password heals.
/// </summary>
public static partial class CredentialsFile
{
    /// <summary>What is right for the name of such a file.</summary>
    public const string Expected =
        "expected the absolute path of a file with user and password, or the name of a systemd credential, for example \"/etc/vigie/credentials/square\"";

    private const int MaxBytes = 1024;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? CheckName(string name) => name.StartsWith('/') || SystemdName().IsMatch(name) ? null : Expected;

    /// <summary>Reads the file.</summary>
    /// <exception cref="Fault">Config: not there, not a file, open to others, or not user and password. Never with what is in it.</exception>
    public static Credentials Read(string name)
    {
        string path = Locate(name);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            CheckMode(path, file);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(path, bytes.AsSpan(0, length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string problem = e is UnauthorizedAccessException ? "this user may not read the credentials" : "there are no credentials";
            throw new Fault(FaultKind.Config, path, problem, "Put user and password there, two lines, owned by the service, mode 0600.", e);
        }
    }

    private static string Locate(string name)
    {
        if (name.StartsWith('/'))
        {
            return name;
        }

        return Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder
            ? Path.Combine(folder, name)
            : throw new Fault(
                FaultKind.Config,
                name,
                "is the name of a systemd credential, and systemd has handed over none",
                "Add LoadCredential= to the unit, or give the absolute path of a file.");
    }

    private static void CheckMode(string path, FileStream file)
    {
        if (!OperatingSystem.IsWindows() && PrivateFile.IsOpenToOthers(File.GetUnixFileMode(file.SafeFileHandle)))
        {
            throw new Fault(FaultKind.Config, path, "others may read or write these credentials", $"chmod 600 {path}");
        }

        if ((File.GetAttributes(file.SafeFileHandle) & (FileAttributes.Directory | FileAttributes.Device)) != 0)
        {
            throw new Fault(FaultKind.Config, path, "is no regular file", "Put user and password into a file, two lines.");
        }
    }

    private static Credentials Parse(string path, ReadOnlySpan<byte> bytes)
    {
        string text = bytes.Length <= MaxBytes ? Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n') : "";
        string[] lines = text.Split('\n', StringSplitOptions.None);
        (string user, string password) = lines switch
        {
            [var first, var second] => (first.TrimEnd('\r'), second),
            [var only] when only.IndexOf(':') is > 0 and int colon => (only[..colon], only[(colon + 1)..]),
            _ => ("", ""),
        };
        return user.Length > 0 && password.Length > 0 && !text.Any(letter => char.IsControl(letter) && letter is not ('\r' or '\n'))
            ? new Credentials(user, password)
            : throw new Fault(
                FaultKind.Config, path, "is not a user and a password", "Write two lines: the user, the password; or one: user:password.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
    private static partial Regex SystemdName();
}
