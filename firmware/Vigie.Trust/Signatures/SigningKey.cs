using System.Security.Cryptography;
using System.Security.Cryptography.Cose;

namespace Vigie.Trust.Signatures;

/// <summary>A key that signs: from a file (<see cref="KeyFile"/>) or in a TPM (<see cref="TpmKey"/>). Not safe for threads.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _algorithm;

    /// <summary>Takes over a P-256 key pair.</summary>
    internal SigningKey(ECDsa algorithm)
    {
        _algorithm = algorithm;
        Public = PublicKey.Of(algorithm);
    }

    /// <summary>Its public half.</summary>
    public PublicKey Public { get; }

    /// <summary>Signs a payload as a COSE_Sign1 document (RFC 9052, section 4.2).</summary>
    /// <param name="type">What it is.</param>
    /// <param name="payload">Its content in deterministic CBOR.</param>
    /// <returns>The document's bytes.</returns>
    /// <exception cref="ArgumentException">The document would be larger than any may be.</exception>
    public byte[] Sign(DocumentType type, ReadOnlySpan<byte> payload)
    {
        var headers = new CoseHeaderMap
        {
            [CoseHeaderLabel.ContentType] = CoseHeaderValue.FromString(type.ContentType),
            [CoseHeaderLabel.KeyIdentifier] = CoseHeaderValue.FromBytes(Public.ThumbprintBytes),
        };
        var signer = new CoseSigner(_algorithm, HashAlgorithmName.SHA256, headers);
        byte[] signed = CoseSign1Message.SignEmbedded(payload.ToArray(), signer, type.Domain);
        byte[] signature = CoseMessage.DecodeSign1(signed).Signature.ToArray();
        LowSignature.Lower(signature);
        byte[] bytes = Envelope.Write(type, Public.ThumbprintBytes, payload, signature);
        // What could not be read back is never handed out: too large, or signed by a key store that errs.
        return SignedDocument.TryOpen(bytes, type, Public, out _, out Refusal? refusal)
            ? bytes
            : throw new ArgumentException($"{type.Name}: {refusal.Problem}", nameof(payload));
    }

    /// <inheritdoc/>
    public void Dispose() => _algorithm.Dispose();
}
