using System.Globalization;
using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Anchors;

/// <summary>
/// Reads <c>anchors.json</c>: who this box trusts. It is the root of trust, so nothing above it could sign it: the installer puts it
/// into place as root. A file that group or others may write is refused.
/// </summary>
public static class AnchorFile
{
    private const int MostBytes = 64 * 1024;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Reads it.</summary>
    /// <exception cref="Fault">Absent, writable by others, or wrong; all complaints at once.</exception>
    public static TrustAnchors Read(string path)
    {
        byte[] content = ReadBytes(path);
        try
        {
            using var json = SettingsDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false });
            Complaints complaints = new(path);
            SettingsReader file = new(json.RootElement, "$", complaints);
            List<Anchor> anchors = [.. file.Children("anchors").Select(ReadAnchor).OfType<Anchor>()];
            file.Finish();
            foreach (Anchor twice in anchors.GroupBy(anchor => anchor.Key.Thumbprint).Where(group => group.Count() > 1).Select(group => group.Last()))
            {
                complaints.Add("$.anchors", twice.Name, "has the same key as another: name a key once, with all its roles");
            }

            if (anchors.Count == 0 && complaints.All.Count == 0)
            {
                complaints.Add("$.anchors", "", "names nobody: a box that trusts nobody cannot be told anything");
            }

            complaints.ThrowIfAny();
            return new TrustAnchors(anchors);
        }
        catch (JsonException error)
        {
            throw new Fault(FaultKind.Config, path, "is no JSON: " + error.Message.TrimEnd('.'), "Mend it.", error);
        }
    }

    private static Anchor? ReadAnchor(SettingsReader entry)
    {
        int before = entry.Complaints.All.Count;
        string name = entry.RequiredText("name", "expected whose key it is, in words");
        Role roles = ReadRoles(entry);
        string text = entry.RequiredText("key", "expected a P-256 public key in PEM, as edgectl key show prints it");
        if (!PublicKey.TryRead(text, out PublicKey? key) && text.Length > 0)
        {
            entry.Complain("key", "expected a P-256 public key in PEM, as edgectl key show prints it");
        }

        DateTimeOffset from = ReadDay(entry, "from");
        DateTimeOffset to = ReadDay(entry, "to");
        if (from >= to)
        {
            entry.Complain("to", "expected a day after \"from\"");
        }

        if (PlainText.ProblemOf(name, 100) is string problem && name.Length > 0)
        {
            entry.Complain("name", problem);
        }

        entry.Finish();
        return entry.Complaints.All.Count == before ? new Anchor(name, roles, key!, from, to) : null;
    }

    private static Role ReadRoles(SettingsReader entry)
    {
        const string Expected = "expected a list of roles: maker, installer, authority, operator, hub";
        Role roles = Role.None;
        foreach (string word in entry.Texts("roles", [], Expected))
        {
            if (!RoleNames.TryRead(word, out Role role))
            {
                entry.Complain("roles", Expected);
            }

            roles |= role;
        }

        if (!entry.Has("roles"))
        {
            entry.Complain("roles", "is missing: a key without a role signs nothing");
        }

        return roles;
    }

    private static DateTimeOffset ReadDay(SettingsReader entry, string key)
    {
        string text = entry.RequiredText(key, "expected a day, for example \"2026-01-31\" (UTC, from its beginning)");
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day))
        {
            return day;
        }

        if (text.Length > 0)
        {
            entry.Complain(key, "expected a day, for example \"2026-01-31\" (UTC, from its beginning)");
        }

        return key == "from" ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & WritableByOthers) != 0)
            {
                throw new Fault(FaultKind.Denied, path, "may be written by others: whoever writes it decides whom this box obeys", $"Check what it says, then let only its owner write it (chmod go-w {path}).");
            }

            return PrivateFile.ReadWithin(path, MostBytes)
                ?? throw new Fault(FaultKind.Corrupt, path, $"has more than {MostBytes} bytes", "Give the list of anchors.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, "cannot be read", "Put the list of anchors there, readable by this user.", error);
        }
    }
}
