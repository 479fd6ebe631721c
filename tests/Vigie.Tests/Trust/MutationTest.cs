using CsCheck;
using Vigie.Contract;
using Vigie.Tests.Contract;
using Vigie.Trust.Approvals;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Tests.Trust;

/// <summary>
/// Changed documents: 20,000 of each way in CI, or as many as <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000). None is accepted, none
/// throws, none makes the box take more than 1 MB of memory.
/// </summary>
public sealed class MutationTest : IDisposable
{
    private const long MostAllocated = 1024 * 1024;

    private static readonly Gen<(int Document, (int Way, int At, byte Value)[] Changes)> Changes = Gen.Select(
        Gen.Int[0, 5], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Byte).Array[1, 4]);

    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    /// <summary>As a peer without a key can make them: no change of a signed document is ever accepted.</summary>
    [Fact]
    public void No_changed_document_is_accepted()
    {
        (DocumentType Type, byte[] Bytes)[] documents =
            [.. Documents().Select(document => (document.Type, document.Key.Sign(document.Type, document.Payload)))];
        Changes.Sample(iter: FuzzRounds.Count, threads: 1, assert: mutant =>
        {
            (DocumentType type, byte[] original) = documents[mutant.Document];
            byte[] bytes = mutant.Changes.Aggregate(original, Change);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool accepted = _town.Anchors.TryVerify(bytes, type, Town.Now, out _, out Refusal? refusal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            Assert.Equal(accepted, bytes.AsSpan().SequenceEqual(original));
            Assert.Equal(accepted, refusal is null);
        });
    }

    /// <summary>As a signer that errs can make them: a changed payload is refused, or says just what its bytes say.</summary>
    [Fact]
    public void No_changed_payload_has_two_forms()
    {
        byte[][] payloads = [.. Documents().Select(document => document.Payload)];
        Changes.Sample(iter: FuzzRounds.Count, threads: 1, assert: mutant =>
        {
            byte[] payload = mutant.Changes.Aggregate(payloads[mutant.Document], Change);
            long before = GC.GetAllocatedBytesForCurrentThread();
            (byte[]? again, Refusal? refusal) = Decode(mutant.Document, payload);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            Assert.Equal(again is null, refusal is not null);
            Assert.True(again is null || again.AsSpan().SequenceEqual(payload));
        });
    }

    private static (byte[]? Again, Refusal? Refusal) Decode(int document, byte[] payload)
    {
        Refusal? refusal;
        return document switch
        {
            0 => (Mandate.TryDecode(payload, out Mandate? found, out refusal) ? found.Encode() : null, refusal),
            1 => (Profile.TryDecode(payload, out Profile? found, out refusal) ? found.Encode() : null, refusal),
            2 => (Revocation.TryDecode(payload, out Revocation? found, out refusal) ? found.Encode() : null, refusal),
            5 => CommandRecord.TryDecodeBody(payload, out CommandRecord? found, out string problem)
                ? (found.EncodeBody(), null) : (null, new Refusal(RefusalReason.BadField, problem, "")),
            3 => (ApprovedModels.TryDecode(payload, out ApprovedModels? found, out refusal) ? found.Encode() : null, refusal),
            _ => (TimeReceipt.TryDecode(payload, out TimeReceipt? found, out refusal) ? found.Encode() : null, refusal),
        };
    }

    private static byte[] Change(byte[] bytes, (int Way, int At, byte Value) change)
    {
        int at = bytes.Length == 0 ? 0 : change.At % bytes.Length;
        return change.Way switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], change.Value, .. bytes[(at + 1)..]],
            1 when bytes.Length > 0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (change.Value & 7))), .. bytes[(at + 1)..]],
            2 when bytes.Length > 0 => [.. bytes[..at], .. bytes[(at + 1)..]],
            3 => bytes[..at],
            4 => [.. bytes[..at], .. bytes[..at], .. bytes[at..]],
            _ => [.. bytes[..at], change.Value, .. bytes[at..]],
        };
    }

    private (DocumentType Type, byte[] Payload, SigningKey Key)[] Documents() =>
    [
        (DocumentType.Mandate, _town.Order.Encode(), _town.Prefecture),
        (DocumentType.Profile, Town.Bounds.Encode(), _town.Ministry),
        (DocumentType.Revocation, new Revocation { MandateHash = new string('b', 64), Lifts = false, Reason = "Over", Serial = 300 }.Encode(), _town.Prefecture),
        (DocumentType.ApprovedModels, TrustSamples.Models.Encode(), _town.Maker),
        (DocumentType.TimeReceipt, new TimeReceipt { Box = "reims/box-17", Question = new byte[16], Time = Town.Now }.Encode(), _town.Hub),
        (DocumentType.Command, RemoteSamples.Command.EncodeBody(), _town.Operator),
    ];
}
