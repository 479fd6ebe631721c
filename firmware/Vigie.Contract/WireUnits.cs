namespace Vigie.Contract;

/// <summary>What the numbers of events mean, said in each context record so that an archive explains itself.</summary>
/// <param name="Time">Unit and origin of times.</param>
/// <param name="Confidence">Unit of confidences.</param>
/// <param name="Box">Unit, coordinate frame and order of boxes.</param>
public sealed record WireUnits(string Time, string Confidence, string Box)
{
    /// <summary>The units of events in this encoding.</summary>
    public static WireUnits Of(WireEncoding encoding) => encoding switch
    {
        WireEncoding.Cbor => new(
            "milliseconds since 1970-01-01T00:00:00Z",
            "percent",
            "left, top, width, height in 1/1000 of the frame, origin upper left, y down, unsigned 16 bit each, high byte first"),
        WireEncoding.Json => new(
            "ISO 8601, UTC, milliseconds",
            "percent",
            "left, top, width, height in the unit square, origin upper left, y down"),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "neither CBOR nor JSON"),
    };
}
