using System.Text;

namespace Vigie.Core;

/// <summary>A user and a password, and how they are kept out of whatever is said.</summary>
public sealed class Credentials
{
    private const string Hidden = "***";

    private readonly string[] _forms;

    /// <summary>Keeps both.</summary>
    public Credentials(string user, string password)
    {
        User = user;
        Password = password;

        // Longest first: the short ones are parts of the long.
        _forms =
        [
            .. new[] { $"{user}:{password}", password, user }
                .SelectMany(secret => new[]
                {
                    secret, Uri.EscapeDataString(secret), Escape(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
                })
                .Where(form => form.Length > 0)
                .Distinct()
                .OrderByDescending(form => form.Length),
        ];
    }

    /// <summary>The user.</summary>
    public string User { get; }

    /// <summary>The password: for whoever asks for it, and nobody else.</summary>
    public string Password { get; }

    /// <summary>User and password as they stand in a URL: every byte of UTF-8 but letters and digits as %XX (RFC 3986 section 2.1).</summary>
    public string UserInfo => $"{Escape(User)}:{Escape(Password)}";

    /// <summary>Takes user and password out of a text, also where they are percent-encoded or in Base64.</summary>
    public string Redact(string text)
    {
        foreach (string form in _forms)
        {
            text = text.Replace(form, Hidden, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>Shows nothing.</summary>
    public override string ToString() => Hidden;

    private static string Escape(string secret)
    {
        var escaped = new StringBuilder();
        foreach (byte value in Encoding.UTF8.GetBytes(secret))
        {
            if (char.IsAsciiLetterOrDigit((char)value))
            {
                escaped.Append((char)value);
            }
            else
            {
                escaped.Append('%').Append(value.ToString("X2", null));
            }
        }

        return escaped.ToString();
    }
}
