using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;

namespace Vigie.Trust.Signatures;

/// <summary>
/// A document whose signature was verified; what only looks like one is an answer of <see cref="TryReadUnverified"/> and says so.
/// Size, form and signature are checked, in this order, before anything of the payload is looked at.
/// </summary>
public sealed class SignedDocument
{
    private SignedDocument(DocumentType type, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> payload, string signer)
    {
        Type = type;
        Bytes = bytes;
        Payload = payload;
        Signer = signer;
        Hash = Convert.ToHexStringLower(SHA256.HashData(payload.Span));
    }

    /// <summary>What it is.</summary>
    public DocumentType Type { get; }

    /// <summary>All its bytes, envelope included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What was signed, in deterministic CBOR.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Thumbprint of the key that signed it, or, unverified, is said to have.</summary>
    public string Signer { get; }

    /// <summary>SHA-256 of the payload in 64 hexadecimal digits: the document's name, whoever signed it.</summary>
    public string Hash { get; }

    /// <summary>Reads a document and verifies that this very key signed it.</summary>
    public static bool TryOpen(
        ReadOnlyMemory<byte> bytes,
        DocumentType type,
        PublicKey key,
        [NotNullWhen(true)] out SignedDocument? document,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!TryReadUnverified(bytes, type, out document, out refusal))
        {
            return false;
        }

        refusal = document.Verify(key);
        document = refusal is null ? document : null;
        return refusal is null;
    }

    /// <summary>Reads a document whose signature nobody has checked: to show it to a person, or to find its key.</summary>
    public static bool TryReadUnverified(
        ReadOnlyMemory<byte> bytes,
        DocumentType type,
        [NotNullWhen(true)] out SignedDocument? document,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        document = null;
        if (bytes.Length > DocumentType.MostBytes)
        {
            refusal = new(RefusalReason.TooLarge, $"has {bytes.Length} bytes, {DocumentType.MostBytes} at most", "This is no such document: look for the right file.");
            return false;
        }

        try
        {
            document = Read(bytes.ToArray(), type);
            refusal = null;
            return true;
        }
        catch (RefusedException refused)
        {
            refusal = refused.Refusal;
            return false;
        }
    }

    /// <summary>Checks the signature with a key.</summary>
    internal Refusal? Verify(PublicKey key)
    {
        if (Signer != key.Thumbprint)
        {
            return new(RefusalReason.UnknownKey, $"was signed by another key ({Signer[..16]}…)", "Have it signed by the right key.");
        }

        using ECDsa algorithm = key.ToAlgorithm();
        return CoseMessage.DecodeSign1(Bytes.Span).VerifyEmbedded(algorithm, Type.Domain)
            ? null
            : new(RefusalReason.BadSignature, "was changed after it was signed, or was never signed by that key", "Ask the signer for the document again.");
    }

    private static SignedDocument Read(byte[] bytes, DocumentType type)
    {
        (string contentType, byte[] signer, byte[] payload, byte[] signature) = ReadEnvelope(bytes);
        if (contentType != type.ContentType)
        {
            throw new RefusedException(RefusalReason.OtherType, $"is no {type.Name} but of another type", $"Give a signed {type.Name}.");
        }

        if (signer.Length != SHA256.HashSizeInBytes || signature.Length != LowSignature.Bytes)
        {
            throw Malformed();
        }

        return Envelope.Write(type, signer, payload, signature).AsSpan().SequenceEqual(bytes) && LowSignature.IsLow(signature)
            ? new SignedDocument(type, bytes, payload, Convert.ToHexStringLower(signer))
            : throw new RefusedException(
                RefusalReason.NotCanonical, "is not encoded as a signed document must be", "Ask the signer for the original file.");
    }

    private static (string ContentType, byte[] Thumbprint, byte[] Payload, byte[] Signature) ReadEnvelope(byte[] bytes)
    {
        try
        {
            return Envelope.Read(bytes);
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException)
        {
            throw Malformed();
        }
    }

    private static RefusedException Malformed() =>
        new(RefusalReason.Malformed, "is cut short, or no signed document", "Ask the signer for the file again.");
}
