using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>
/// Stops a mandate at once, or lifts such a stop. Any authority may stop; only the key that signed the mandate may lift. The highest
/// serial of a mandate is the last word on it.
/// </summary>
public sealed record Revocation
{
    private const int Form = 1;
    private const int Fields = 5;

    /// <summary>SHA-256 of the mandate's payload.</summary>
    public required string MandateHash { get; init; }

    /// <summary>True to lift the stop, false to stop.</summary>
    public required bool Lifts { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Counts up with each word on this mandate.</summary>
    public required long Serial { get; init; }

    /// <summary>Reads a revocation from a payload.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out Revocation? revocation, [NotNullWhen(false)] out Refusal? refusal) =>
        FieldReader.TryRead(payload, Fields, Read, value => value.Encode(), out revocation, out refusal);

    /// <summary>The payload in deterministic CBOR.</summary>
    public byte[] Encode() => FieldWriter.Write(Fields, writer => writer
        .Number(Form).Hash(MandateHash).Boolean(Lifts).Text(Reason).Number(Serial));

    private static Revocation Read(FieldReader reader)
    {
        reader.Number("form", Form, Form);
        return new Revocation
        {
            MandateHash = reader.Hash("mandate's hash"),
            Lifts = reader.Boolean("lifts"),
            Reason = reader.Text("reason", 500),
            Serial = reader.Number("serial", 1, 1L << 53),
        };
    }
}
