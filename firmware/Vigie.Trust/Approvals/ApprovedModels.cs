using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Approvals;

/// <summary>The list, signed by a maker, of the networks that may run on a box. What is not on it does not run.</summary>
public sealed record ApprovedModels
{
    private const int Form = 1;
    private const int Fields = 3;

    /// <summary>Counts up with each list: an older one is refused, so that a network that was taken off does not come back.</summary>
    public required long Serial { get; init; }

    /// <summary>The networks, sorted by hash.</summary>
    public required IReadOnlyList<ApprovedModel> Models { get; init; }

    /// <summary>Reads a list from a payload.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out ApprovedModels? models, [NotNullWhen(false)] out Refusal? refusal) =>
        FieldReader.TryRead(payload, Fields, Read, value => value.Encode(), out models, out refusal);

    /// <summary>Verifies a signed list.</summary>
    /// <param name="bytes">The list's file.</param>
    /// <param name="anchors">Who may sign it: keys with the role maker.</param>
    /// <param name="at">When; null leaves the key's dates out.</param>
    /// <param name="models">The list.</param>
    /// <param name="refusal">Why not.</param>
    public static bool TryVerify(
        ReadOnlyMemory<byte> bytes,
        TrustAnchors anchors,
        DateTimeOffset? at,
        [NotNullWhen(true)] out ApprovedModels? models,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        models = null;
        return anchors.TryVerify(bytes, DocumentType.ApprovedModels, at, out SignedDocument? document, out refusal)
            && TryDecode(document.Payload, out models, out refusal);
    }

    /// <summary>Whether a network's file is on the list.</summary>
    /// <param name="sha256">SHA-256 of the very bytes that are given to the engine, in hexadecimal digits.</param>
    /// <param name="model">What the list says of it.</param>
    public bool TryFind(string sha256, [NotNullWhen(true)] out ApprovedModel? model)
    {
        model = Models.FirstOrDefault(entry => entry.Hash.Equals(sha256, StringComparison.OrdinalIgnoreCase));
        return model is not null;
    }

    /// <summary>Whether a network's file is on the list. Allocates nothing.</summary>
    /// <param name="sha256">SHA-256 of the very bytes that are given to the engine, in hexadecimal digits.</param>
    /// <param name="output">What it must be listed as giving out; null: whatever it is listed with.</param>
    public bool Contains(string sha256, ModelOutput? output = null)
    {
        for (int index = 0; index < Models.Count; index++)
        {
            if (Models[index].Hash.Equals(sha256, StringComparison.OrdinalIgnoreCase) && (output is null || Models[index].Output == output))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The payload in deterministic CBOR.</summary>
    public byte[] Encode() => FieldWriter.Write(Fields, writer => writer
        .Number(Form)
        .Number(Serial)
        .List([.. Models.OrderBy(model => model.Hash, StringComparer.Ordinal)], 4, (cbor, model) =>
        {
            cbor.WriteByteString(Convert.FromHexString(model.Hash));
            cbor.WriteTextString(model.Name);
            cbor.WriteInt32((int)model.Output);
            cbor.WriteTextString(model.Reviewer);
        }));

    private static ApprovedModels Read(FieldReader reader)
    {
        reader.Number("form", Form, Form);
        return new ApprovedModels
        {
            Serial = reader.Number("serial", 1, 1L << 53),
            Models = reader.List("models", 1, 256, 4, item => new ApprovedModel(
                item.ReadHash("model's hash"), item.ReadText("model's name", 64),
                (ModelOutput)item.ReadNumber("model's output", 1, 3), item.ReadText("reviewer", 100))),
        };
    }
}
