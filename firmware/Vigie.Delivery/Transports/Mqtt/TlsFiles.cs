using System.Collections.Immutable;

namespace Vigie.Delivery.Mqtt;

/// <summary>The files by which box and broker know each other (RFC 8446, RFC 5280), all PEM. Read anew for each connection.</summary>
/// <param name="Authority">Whose signature a broker's certificate must bear; null: whoever the operating system trusts.</param>
/// <param name="Certificate">The box's own certificate; null where the broker asks for none.</param>
/// <param name="Key">Its private key, mode 0600; null where there is no certificate.</param>
/// <param name="Revoked">Lists of certificates that the authority has revoked; null where there are none.</param>
public sealed record TlsFiles(string? Authority, string? Certificate, string? Key, string? Revoked)
{
    /// <summary>
    /// Whether the files changed on disk since this was asked before: time and length of each, as stat(2) gives them. A file that is
    /// missing for a moment, while it is replaced, is a change too.
    /// </summary>
    internal ImmutableArray<(DateTime Written, long Length)> Stamp() =>
    [
        .. new[] { Authority, Certificate, Key, Revoked }.OfType<string>().Select(path => new FileInfo(path))
            .Select(file => file.Exists ? (file.LastWriteTimeUtc, file.Length) : (DateTime.MinValue, -1)),
    ];
}
