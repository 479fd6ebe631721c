using System.Text.RegularExpressions;

namespace Vigie.Capture.Live;

/// <summary>Which URLs a camera may have. What is allowed is listed; all else is refused with what to write instead.</summary>
internal static partial class SourceUrl
{
    public const string Expected =
        "expected the camera's URL: rtsp://HOST[:PORT]/PATH, http(s)://HOST/PATH, v4l2:///dev/videoN, file:///PATH or lavfi:GRAPH";

    private const int MaxLength = 1024;

    /// <summary>Checks a URL.</summary>
    /// <returns>Its kind; null where it was complained of.</returns>
    public static SourceKind? Check(string url, Action<string> complain)
    {
        if (url.Length > MaxLength || url.Any(letter => letter is < '!' or > '~'))
        {
            complain($"expected at most {MaxLength} letters, without blanks; write others as %XX");
            return null;
        }

        (SourceKind? kind, string? wrong) = url[..(url.IndexOf(':') + 1)].ToLowerInvariant() switch
        {
            "rtsp:" => (SourceKind.Rtsp, CheckNetwork(url)),
            "http:" or "https:" => (SourceKind.Http, CheckNetwork(url)),
            "v4l2:" => (SourceKind.V4l2, VideoDevice.TryParse(url, out _) ? null : VideoDevice.Expected),
            "file:" => (SourceKind.File, FilePath(url) is null ? "expected file:///PATH with an absolute path" : null),
            "lavfi:" => (SourceKind.Pattern, TestPattern.Check(url["lavfi:".Length..])),
            "rtsps:" => (null, "rtsps is not supported: ffmpeg does not verify the camera's certificate; use rtsp:// in a network of its own"),
            _ => ((SourceKind?)null, Expected),
        };
        if (wrong is not null)
        {
            complain(wrong);
        }

        return wrong is null ? kind : null;
    }

    /// <summary>A URL as it may be shown: without user and password.</summary>
    public static string Shown(string url)
    {
        string shown = QuerySecret().Replace(UserInfo().Replace(url, "://***@"), "$1=***");
        return shown.Length <= 60 ? $"\"{shown}\"" : $"\"{shown[..57]}…\"";
    }

    /// <summary>Path of a <c>file:</c> URL, percent signs decoded; null where it is none.</summary>
    public static string? FilePath(string url)
    {
        const string Prefix = "file:///";
        if (!url.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || url.Length == Prefix.Length)
        {
            return null;
        }

        string path = Uri.UnescapeDataString(url[(Prefix.Length - 1)..]);
        return path.Any(char.IsControl) ? null : path;
    }

    private static string? CheckNetwork(string url)
    {
        if (UserInfo().IsMatch(url))
        {
            return "user and password have no place in the URL: put them into a file that only the service may read (two lines: user, "
                + "password) and name it in \"credentials\"";
        }

        if (QuerySecret().IsMatch(url))
        {
            return "a password has no place in the URL: use the camera's user and password by \"credentials\"";
        }

        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.Fragment.Length == 0 && !Unsafe().IsMatch(url)
            ? null
            : Expected;
    }

    /// <summary>Greedy up to the last @ before path and query end: a mistyped password may hold slashes.</summary>
    [GeneratedRegex(@"://.*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"((?:password|passwd|passwort|pass|pwd|token))=[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex QuerySecret();

    /// <summary>What would need quoting in a script for ffmpeg.</summary>
    [GeneratedRegex(@"['""\\`]")]
    private static partial Regex Unsafe();
}
