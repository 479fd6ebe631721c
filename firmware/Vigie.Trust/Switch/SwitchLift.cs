using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Switch;

/// <summary>
/// What lifts the kill switch: signed by an operator or the authority, for one box and one press, so that it cannot be kept for the next. Its payload is the
/// deterministic CBOR array [1, box, press, reason].
/// </summary>
/// <param name="Box">Site and device, <c>SITE/DEVICE</c>.</param>
/// <param name="Press">The press that it lifts: 32 hexadecimal digits, as status and journal say them.</param>
/// <param name="Reason">Why, for the journal; 1 to 200 characters.</param>
public sealed record SwitchLift(string Box, string Press, string Reason)
{
    private const int Version = 1;
    private const int LongestText = 200;

    /// <summary>The type of the signed document.</summary>
    public static DocumentType DocumentType { get; } = new("switch-lift", Role.Operator | Role.Authority);

    /// <summary>Where a service takes it from: <c>trust/lift.cose</c> of the state directory.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "trust", "lift.cose");

    /// <summary>What is signed.</summary>
    public byte[] Encode()
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartArray(4);
        writer.WriteInt32(Version);
        writer.WriteTextString(Box);
        writer.WriteTextString(Press);
        writer.WriteTextString(Reason);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads what was signed, in the one form that is allowed.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out SwitchLift? lift)
    {
        lift = null;
        try
        {
            var reader = new CborReader(payload, CborConformanceMode.Ctap2Canonical);
            bool known = reader.ReadStartArray() == 4 && reader.ReadInt32() == Version;
            if (!known)
            {
                return false;
            }

            SwitchLift read = new(reader.ReadTextString(), reader.ReadTextString(), reader.ReadTextString());
            reader.ReadEndArray();
            lift = reader.BytesRemaining == 0 && read.Reason.Length is >= 1 and <= LongestText && read.Box.Length <= LongestText ? read : null;
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }

        return lift is not null;
    }
}
