using System.Security.Cryptography;
using Vigie.Core;

namespace Vigie.Trust.Signatures;

/// <summary>
/// A key that lies in the TPM and signs there, through OpenSSL's provider <c>tpm2</c> (Debian's tpm2-openssl). It was made with
/// <c>tpm2_createprimary</c>, <c>tpm2_create</c> and <c>tpm2_evictcontrol</c>; see the room's README.
/// </summary>
public static class TpmKey
{
    private const string Provider = "tpm2";

    /// <summary>Opens one.</summary>
    /// <param name="uri">What the provider calls it, for example <c>handle:0x81000001</c>.</param>
    /// <exception cref="Fault">No provider, no TPM, no such key, or none on P-256.</exception>
    public static SigningKey Open(string uri)
    {
        try
        {
            using SafeEvpPKeyHandle handle = SafeEvpPKeyHandle.OpenKeyFromProvider(Provider, uri);
            var algorithm = new ECDsaOpenSsl(handle);
            return PublicKey.IsOnP256(algorithm) ? new SigningKey(algorithm) : throw new CryptographicException("The key is on another curve than P-256.");
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            throw new Fault(
                FaultKind.Unavailable, $"TPM key {uri}", error.Message.TrimEnd('.'),
                "Install tpm2-openssl, let this user use /dev/tpmrm0 (group tss), and make a P-256 signing key at that handle.", error);
        }
    }
}
