using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Vigie.Trust.Signatures;

/// <summary>The public half of an ECDSA key on the curve P-256, the only one that this house signs with (ES256, RFC 9053).</summary>
public sealed class PublicKey
{
    private const int FieldBytes = 32;

    // {1: 2, -1: 1, -2: x, -3: y} in deterministic CBOR: what RFC 9679, section 4, has hashed of an EC2 key.
    private static readonly byte[] BeforeX = [0xA4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, FieldBytes];
    private static readonly byte[] BeforeY = [0x22, 0x58, FieldBytes];

    private readonly byte[] _info;

    private PublicKey(byte[] info, byte[] thumbprint)
    {
        _info = info;
        ThumbprintBytes = thumbprint;
        Thumbprint = Convert.ToHexStringLower(thumbprint);
    }

    /// <summary>COSE key thumbprint with SHA-256 (RFC 9679), in 64 hexadecimal digits: the key's name everywhere.</summary>
    public string Thumbprint { get; }

    /// <summary>The thumbprint's 32 bytes: the <c>kid</c> of documents.</summary>
    internal byte[] ThumbprintBytes { get; }

    /// <summary>Reads a SubjectPublicKeyInfo in PEM, or its base64 alone.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        using var algorithm = ECDsa.Create();
        try
        {
            if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                return false;
            }

            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                algorithm.ImportFromPem(text);
            }
            else
            {
                byte[] info = Convert.FromBase64String(text);
                algorithm.ImportSubjectPublicKeyInfo(info, out int read);
                if (read != info.Length)
                {
                    return false;
                }
            }

            key = IsOnP256(algorithm) ? Of(algorithm) : null;
            return key is not null;
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>As SubjectPublicKeyInfo in PEM.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", _info);

    /// <summary>The public half of a key pair.</summary>
    internal static PublicKey Of(ECDsa algorithm)
    {
        ECPoint point = algorithm.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKey(
            algorithm.ExportSubjectPublicKeyInfo(), SHA256.HashData([.. BeforeX, .. point.X!, .. BeforeY, .. point.Y!]));
    }

    /// <summary>Whether a key is on the house's curve.</summary>
    internal static bool IsOnP256(ECDsa algorithm) =>
        algorithm.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;

    /// <summary>The key for the algorithms of .NET; the caller disposes of it.</summary>
    internal ECDsa ToAlgorithm()
    {
        var algorithm = ECDsa.Create();
        algorithm.ImportSubjectPublicKeyInfo(_info, out _);
        return algorithm;
    }
}
