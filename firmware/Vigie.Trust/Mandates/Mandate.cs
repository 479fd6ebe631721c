using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>
/// What an authority permits boxes to do. Nothing in it is optional: what is not said is not permitted. Described in
/// <c>vigie-trust.cddl</c>.
/// </summary>
public sealed record Mandate
{
    private const int Form = 1;
    private const int Fields = 19;

    /// <summary>Who orders, in words.</summary>
    public required string Authority { get; init; }

    /// <summary>The order's own number.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>The law that permits it.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>What for.</summary>
    public required string Purpose { get; init; }

    /// <summary>Where, in words.</summary>
    public required string Place { get; init; }

    /// <summary>Boxes, sorted by name, and the cameras of each.</summary>
    public required IReadOnlyList<MandateBox> Boxes { get; init; }

    /// <summary>The first second.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first second after it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Kinds of events that may be signalled, by their names on the wire.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Kinds of statistics that may be made.</summary>
    public required IReadOnlyList<string> Statistics { get; init; }

    /// <summary>Classes of objects that may be looked for.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>What may be done with number plates.</summary>
    public required PlateReading Plates { get; init; }

    /// <summary>How long the box may keep what it found; whole seconds.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>Whether nothing but statistics is permitted. Said beside an empty list of events, so that nobody has to conclude it.</summary>
    public required bool StatisticsOnly { get; init; }

    /// <summary>Of a hundred signals, how many must be right for a kind to be signalled at all; 0 asks for no proof.</summary>
    public required int MinimumPrecision { get; init; }

    /// <summary>Name of the profile that bounds it.</summary>
    public required string ProfileName { get; init; }

    /// <summary>SHA-256 of that profile's payload.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>Counts up with each mandate that this authority signs: an older one is refused.</summary>
    public required long Serial { get; init; }

    /// <summary>Reads a mandate from a payload.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out Mandate? mandate, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!FieldReader.TryRead(payload, Fields, Read, value => value.Encode(), out mandate, out refusal))
        {
            return false;
        }

        refusal = mandate.Contradiction();
        mandate = refusal is null ? mandate : null;
        return refusal is null;
    }

    /// <summary>The payload in deterministic CBOR.</summary>
    public byte[] Encode() => FieldWriter.Write(Fields, writer => writer
        .Number(Form).Text(Authority).Text(OrderNumber).Text(LegalBasis).Text(Purpose).Text(Place)
        .List([.. Boxes.OrderBy(box => box.Name, StringComparer.Ordinal)], 3, (cbor, box) =>
        {
            cbor.WriteTextString(box.Site);
            cbor.WriteTextString(box.Device);
            writer.WriteTexts(box.Cameras);
        })
        .Time(From).Time(To).Texts(Events).Texts(Statistics).Texts(Classes)
        .Number((int)Plates).Number((long)Retention.TotalSeconds).Boolean(StatisticsOnly).Number(MinimumPrecision)
        .Text(ProfileName).Hash(ProfileHash).Number(Serial));

    /// <summary>What it says against itself, if anything.</summary>
    public Refusal? Contradiction()
    {
        string? problem = true switch
        {
            _ when From >= To => $"it ends ({To:u}) before it begins ({From:u})",
            _ when StatisticsOnly && Events.Count > 0 => "it permits statistics only, and lists events",
            _ when StatisticsOnly && Plates == PlateReading.Comparison => "it permits statistics only, and the comparison of plates",
            _ when !StatisticsOnly && Events.Count == 0 => "it lists no event, and does not say that it is for statistics only",
            _ when StatisticsOnly && Statistics.Count == 0 => "it permits statistics only, and lists none",
            _ when Boxes.Any(box => box.Site.Contains('/') || box.Device.Contains('/')) => "the name of a site or device holds the slash that joins both",
            _ when Boxes.DistinctBy(box => box.Name).Count() != Boxes.Count => "it names a box twice",
            _ => null,
        };
        return problem is null ? null : new(RefusalReason.Contradiction, $"contradicts itself: {problem}", "Ask the authority which of both is meant, and have it signed again.");
    }

    private static Mandate Read(FieldReader reader)
    {
        reader.Number("form", Form, Form);
        return new Mandate
        {
            Authority = reader.Text("authority"),
            OrderNumber = reader.Text("order number"),
            LegalBasis = reader.Text("legal basis", 500),
            Purpose = reader.Text("purpose", 500),
            Place = reader.Text("place"),
            Boxes = reader.List("boxes", 1, 64, 3, item => new MandateBox(
                item.ReadText("site", 64), item.ReadText("device", 64), item.ReadTexts("cameras", 1, 64, 64))),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Events = reader.Texts("events", 0, 64),
            Statistics = reader.Texts("statistics", 0, 64),
            Classes = reader.Texts("classes", 1, 256),
            Plates = (PlateReading)reader.Number("plates", 0, 2),
            Retention = TimeSpan.FromSeconds(reader.Number("retention", 0, 366L * 86_400)),
            StatisticsOnly = reader.Boolean("statistics only"),
            MinimumPrecision = (int)reader.Number("minimum precision", 0, 100),
            ProfileName = reader.Text("profile's name", 64),
            ProfileHash = reader.Hash("profile's hash"),
            Serial = reader.Number("serial", 1, 1L << 53),
        };
    }
}
