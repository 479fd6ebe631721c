using Vigie.Capture.Live;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Capture;

/// <summary>A camera's <c>source</c> as asked for and checked. Holds no secret: credentials are read from their file when needed.</summary>
/// <param name="Kind">What the URL names.</param>
/// <param name="Url">As written; has neither user nor password in it.</param>
/// <param name="Credentials">Absolute path of a file, or the name of a systemd credential; null where the camera asks for none.</param>
public sealed record SourceSettings(SourceKind Kind, string Url, string? Credentials)
{
    /// <summary>Reads the keys <c>url</c> and <c>credentials</c>; what is wrong goes to the reader's complaints.</summary>
    /// <param name="reader">Stands at the <c>source</c> object. It is finished here.</param>
    public static SourceSettings Read(SettingsReader reader)
    {
        string url = reader.RequiredText("url", SourceUrl.Expected);
        SourceKind? kind = null;
        if (url.Length > 0)
        {
            kind = SourceUrl.Check(url, complaint => reader.Complaints.Add(reader.PathOf("url"), SourceUrl.Shown(url), complaint));
        }

        string? credentials = null;
        if (reader.Has("credentials"))
        {
            credentials = reader.Text("credentials", "", CredentialsFile.Expected);
            if (credentials.Length > 0 && CredentialsFile.CheckName(credentials) is { } wrong)
            {
                // Not shown: what stands here by mistake may be the password itself.
                reader.Complaints.Add(reader.PathOf("credentials"), "", wrong);
            }

            if (kind is SourceKind.V4l2 or SourceKind.File or SourceKind.Pattern)
            {
                reader.Complaints.Add(reader.PathOf("credentials"), "", "only rtsp, http and https sources ask for credentials: leave it out");
            }
        }

        reader.Finish();
        return new SourceSettings(kind ?? SourceKind.Rtsp, url, string.IsNullOrEmpty(credentials) ? null : credentials);
    }

    /// <summary>Reads the credentials, where there are any, to see that it can be done: what is in them is forgotten.</summary>
    /// <exception cref="Core.Fault">Not there, open to others, or not user and password. Never with what is in them.</exception>
    public void CheckCredentials()
    {
        if (Credentials is { } name)
        {
            CredentialsFile.Read(name);
        }
    }
}
