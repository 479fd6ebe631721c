using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;
using Vigie.Core;

namespace Vigie.Delivery.Mqtt;

/// <summary>
/// Certificates that their authority has taken back (RFC 5280, section 5). .NET reads such lists from the network or its own cache only,
/// and a box has neither. A list past its next update still counts: what it names stays revoked.
/// </summary>
internal sealed class RevocationList
{
    private readonly IReadOnlyList<X509Crl> _lists;

    private RevocationList(IReadOnlyList<X509Crl> lists) => _lists = lists;

    /// <summary>Reads the lists of a PEM or DER file; each must be signed by one of the authorities.</summary>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Config"/>: not there, no list, or signed by somebody else.</exception>
    public static RevocationList Read(string path, X509Certificate2Collection authorities)
    {
        List<X509Crl> lists = Parse(path);
        foreach (X509Crl list in lists)
        {
            if (!authorities.Any(authority => IsSigned(list, authority)))
            {
                throw Unusable(path, $"holds a list of {list.IssuerDN}, which none of the trusted authorities signed");
            }
        }

        return lists.Count > 0 ? new RevocationList(lists) : throw Unusable(path, "holds no list of revoked certificates");
    }

    /// <summary>Whether a certificate's own issuer has taken it back.</summary>
    public bool Names(X509Certificate2 certificate)
    {
        var parsed = new Org.BouncyCastle.X509.X509Certificate(certificate.RawData);
        return _lists.Any(list => list.IssuerDN.Equivalent(parsed.IssuerDN) && list.IsRevoked(parsed));
    }

    private static List<X509Crl> Parse(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return [.. new X509CrlParser().ReadCrls(file)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CrlException or GeneralSecurityException)
        {
            throw Unusable(path, "cannot be read as a list of revoked certificates: " + error.Message.TrimEnd('.'), error);
        }
    }

    private static bool IsSigned(X509Crl list, X509Certificate2 authority)
    {
        var parsed = new Org.BouncyCastle.X509.X509Certificate(authority.RawData);
        return list.IssuerDN.Equivalent(parsed.SubjectDN) && list.IsSignatureValid(parsed.GetPublicKey());
    }

    private static Fault Unusable(string path, string problem, Exception? inner = null) => new(
        FaultKind.Config, path, problem, "Put the authority's own list there (openssl ca -gencrl), PEM, or take \"revoked\" out.", inner);
}
