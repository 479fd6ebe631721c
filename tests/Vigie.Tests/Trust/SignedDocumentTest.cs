using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

public sealed class SignedDocumentTest : IDisposable
{
    private static readonly byte[] Payload = [0xA1, 0x01, 0x02];

    private readonly SigningKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public void Dispose() => _key.Dispose();

    [Fact]
    public void What_was_signed_is_read_back()
    {
        byte[] bytes = _key.Sign(DocumentType.Mandate, Payload);
        Assert.True(SignedDocument.TryOpen(bytes, DocumentType.Mandate, _key.Public, out SignedDocument? document, out _));
        Assert.Equal(Payload, document.Payload.ToArray());
        Assert.Equal(_key.Public.Thumbprint, document.Signer);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Payload)), document.Hash);
    }

    /// <summary>The bytes are those of any COSE library: .NET's own reads them, given the same external data.</summary>
    [Fact]
    public void It_is_cose()
    {
        CoseSign1Message message = CoseMessage.DecodeSign1(_key.Sign(DocumentType.Profile, Payload));
        using ECDsa algorithm = _key.Public.ToAlgorithm();
        Assert.True(message.VerifyEmbedded(algorithm, "vigie/1/profile"u8));
        Assert.False(message.VerifyEmbedded(algorithm, "vigie/1/mandate"u8));
        Assert.Equal(_key.Public.ThumbprintBytes, message.ProtectedHeaders[CoseHeaderLabel.KeyIdentifier].GetValueAsBytes());
    }

    [Fact]
    public void One_type_is_never_taken_for_another()
    {
        byte[] mandate = _key.Sign(DocumentType.Mandate, Payload);
        Assert.Equal(RefusalReason.OtherType, Refused(mandate, DocumentType.Revocation));
        // Not even where somebody writes the other type over the signed bytes.
        byte[] forged = Envelope.Write(
            DocumentType.Revocation, _key.Public.ThumbprintBytes, Payload, CoseMessage.DecodeSign1(mandate).Signature.Span);
        Assert.Equal(RefusalReason.BadSignature, Refused(forged, DocumentType.Revocation));
    }

    [Fact]
    public void Every_byte_counts()
    {
        byte[] bytes = _key.Sign(DocumentType.Mandate, Payload);
        for (int at = 0; at < bytes.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] changed = [.. bytes];
                changed[at] ^= (byte)(1 << bit);
                Refused(changed, DocumentType.Mandate);
            }

            Refused(bytes[..at], DocumentType.Mandate);
        }

        Assert.Equal(RefusalReason.Malformed, Refused([.. bytes, 0], DocumentType.Mandate));
    }

    [Fact]
    public void Another_encoding_of_the_same_is_refused()
    {
        byte[] bytes = _key.Sign(DocumentType.Mandate, Payload);
        CoseSign1Message message = CoseMessage.DecodeSign1(bytes);
        Assert.Equal(RefusalReason.NotCanonical, Refused(bytes[1..], DocumentType.Mandate));
        Assert.Equal(RefusalReason.NotCanonical, Refused([0xD2, 0x9F, .. bytes[2..], 0xFF], DocumentType.Mandate));
        message.UnprotectedHeaders[new CoseHeaderLabel(99)] = CoseHeaderValue.FromInt32(1);
        Assert.Equal(RefusalReason.NotCanonical, Refused(message.Encode(), DocumentType.Mandate));
    }

    [Fact]
    public void Who_has_no_key_cannot_make_a_second_form()
    {
        byte[] bytes = _key.Sign(DocumentType.Mandate, Payload);
        byte[] order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var n = new System.Numerics.BigInteger(order, isUnsigned: true, isBigEndian: true);
        var s = new System.Numerics.BigInteger(bytes.AsSpan()[^32..], isUnsigned: true, isBigEndian: true);
        byte[] other = (n - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] second = [.. bytes[..^32], .. new byte[32 - other.Length], .. other];
        using ECDsa algorithm = _key.Public.ToAlgorithm();
        Assert.True(CoseMessage.DecodeSign1(second).VerifyEmbedded(algorithm, "vigie/1/mandate"u8), "it is a signature all the same");
        Assert.Equal(RefusalReason.NotCanonical, Refused(second, DocumentType.Mandate));
    }

    [Fact]
    public void Ten_megabytes_are_refused_before_memory_is_taken()
    {
        byte[] bytes = new byte[10_000_000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        RefusalReason reason = Refused(bytes, DocumentType.Mandate);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal(RefusalReason.TooLarge, reason);
        Assert.Throws<ArgumentException>(() => _key.Sign(DocumentType.Mandate, new byte[DocumentType.MostBytes]));
    }

    [Fact]
    public void Another_key_is_refused()
    {
        using SigningKey other = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Assert.False(SignedDocument.TryOpen(other.Sign(DocumentType.Mandate, Payload), DocumentType.Mandate, _key.Public, out _, out Refusal? refusal));
        Assert.Equal("unknown-key", refusal.Code);
    }

    private RefusalReason Refused(byte[] bytes, DocumentType type)
    {
        Assert.False(SignedDocument.TryOpen(bytes, type, _key.Public, out SignedDocument? document, out Refusal? refusal));
        Assert.Null(document);
        Assert.NotEmpty(refusal.Problem);
        Assert.EndsWith(".", refusal.Remedy, StringComparison.Ordinal);
        return refusal.Reason;
    }
}
