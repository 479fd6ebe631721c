using System.Numerics;

namespace Vigie.Trust.Signatures;

/// <summary>
/// Of an ECDSA signature (r, s), (r, n - s) is one as well, and anybody can compute it. Only the one with the lower s is allowed, so
/// that who has no key cannot give a document a second form. (The rule is that of BIP 62; SEC 1, section 4.1, is the algorithm's.)
/// </summary>
internal static class LowSignature
{
    public const int Bytes = 64;

    private const int ScalarBytes = 32;

    // Order n of P-256's group (NIST SP 800-186, section 3.2.1.3).
    private static readonly BigInteger Order = Read(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"));

    private static readonly BigInteger Half = Order / 2;

    /// <summary>Whether s is in the lower half.</summary>
    public static bool IsLow(ReadOnlySpan<byte> signature) => Read(signature[ScalarBytes..]) <= Half;

    /// <summary>Replaces s by n - s where it is in the upper half.</summary>
    public static void Lower(Span<byte> signature)
    {
        Span<byte> scalar = signature[ScalarBytes..];
        BigInteger value = Read(scalar);
        if (value > Half)
        {
            BigInteger lower = Order - value;
            scalar.Clear();
            lower.TryWriteBytes(scalar[^lower.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
        }
    }

    private static BigInteger Read(ReadOnlySpan<byte> scalar) => new(scalar, isUnsigned: true, isBigEndian: true);
}
