using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Time;

/// <summary>A hub's signed answer to a box that asked for the time: which box, which question, what time.</summary>
public sealed record TimeReceipt
{
    /// <summary>Bytes of a question.</summary>
    public const int QuestionBytes = 16;

    private const int Form = 1;
    private const int Fields = 4;

    /// <summary>The box that asked: site and device.</summary>
    public required string Box { get; init; }

    /// <summary>The random bytes that it asked with.</summary>
    public required ReadOnlyMemory<byte> Question { get; init; }

    /// <summary>The hub's time as it answered; whole seconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Reads a receipt from a payload.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out TimeReceipt? receipt, [NotNullWhen(false)] out Refusal? refusal) =>
        FieldReader.TryRead(payload, Fields, Read, value => value.Encode(), out receipt, out refusal);

    /// <summary>The payload in deterministic CBOR.</summary>
    public byte[] Encode() => FieldWriter.Write(Fields, writer => writer.Number(Form).Text(Box).Bytes(Question).Time(Time));

    private static TimeReceipt Read(FieldReader reader)
    {
        reader.Number("form", Form, Form);
        return new TimeReceipt { Box = reader.Text("box", 129), Question = reader.Bytes("question", QuestionBytes), Time = reader.Time("time") };
    }
}
