using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>A mandate in JSON: what people read and write. The profile's hash is filled in when it is signed.</summary>
public static class MandateJson
{
    /// <summary>Reads a draft.</summary>
    /// <param name="json">The draft.</param>
    /// <param name="file">Where it came from.</param>
    /// <param name="profileHash">SHA-256 of the profile that it is signed under.</param>
    /// <exception cref="Fault">All that is wrong with it.</exception>
    public static Mandate Read(ReadOnlySpan<byte> json, string file, string profileHash) => JsonDraft.Read(json, file, reader => new Mandate
    {
        Authority = JsonDraft.Words(reader, "authority", "who orders, for example \"Prefecture of Marne\""),
        OrderNumber = JsonDraft.Words(reader, "orderNumber", "the order's number"),
        LegalBasis = JsonDraft.Words(reader, "legalBasis", "the law that permits it", 500),
        Purpose = JsonDraft.Words(reader, "purpose", "what for", 500),
        Place = JsonDraft.Words(reader, "place", "where, in words"),
        Boxes = ReadBoxes(reader),
        From = JsonDraft.Time(reader, "from"),
        To = JsonDraft.Time(reader, "to"),
        Events = JsonDraft.Names(reader, "events", "kinds of events"),
        Statistics = JsonDraft.Names(reader, "statistics", "kinds of statistics"),
        Classes = JsonDraft.Names(reader, "classes", "classes of objects"),
        Plates = JsonDraft.Plates(reader),
        Retention = JsonDraft.Days(reader, "retention", 366),
        StatisticsOnly = JsonDraft.Boolean(reader, "statisticsOnly"),
        MinimumPrecision = JsonDraft.Number(reader, "minimumPrecision", 100),
        ProfileName = JsonDraft.Words(reader, "profile", "the profile's name", 64),
        ProfileHash = profileHash,
        Serial = JsonDraft.Serial(reader),
    });

    /// <summary>A mandate as a draft: read again, it gives the same bytes.</summary>
    public static string Write(Mandate mandate) => JsonDraft.Write(writer =>
    {
        writer.WriteString("authority", mandate.Authority);
        writer.WriteString("orderNumber", mandate.OrderNumber);
        writer.WriteString("legalBasis", mandate.LegalBasis);
        writer.WriteString("purpose", mandate.Purpose);
        writer.WriteString("place", mandate.Place);
        writer.WriteStartArray("boxes");
        foreach (MandateBox box in mandate.Boxes)
        {
            writer.WriteStartObject();
            writer.WriteString("site", box.Site);
            writer.WriteString("device", box.Device);
            JsonDraft.Write(writer, "cameras", box.Cameras);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("from", JsonDraft.Show(mandate.From));
        writer.WriteString("to", JsonDraft.Show(mandate.To));
        JsonDraft.Write(writer, "events", mandate.Events);
        JsonDraft.Write(writer, "statistics", mandate.Statistics);
        JsonDraft.Write(writer, "classes", mandate.Classes);
        writer.WriteString("plates", JsonDraft.Show(mandate.Plates));
        writer.WriteString("retention", FormattableString.Invariant($"{mandate.Retention.TotalSeconds}s"));
        writer.WriteBoolean("statisticsOnly", mandate.StatisticsOnly);
        writer.WriteNumber("minimumPrecision", mandate.MinimumPrecision);
        writer.WriteString("profile", mandate.ProfileName);
        writer.WriteNumber("serial", mandate.Serial);
    });

    private static IReadOnlyList<MandateBox> ReadBoxes(SettingsReader reader)
    {
        List<MandateBox> boxes = [];
        foreach (SettingsReader entry in reader.Children("boxes"))
        {
            boxes.Add(new MandateBox(
                JsonDraft.Words(entry, "site", "the box's site", 64),
                JsonDraft.Words(entry, "device", "the box's device", 64),
                JsonDraft.Names(entry, "cameras", "cameras of this box")));
            if (boxes[^1].Cameras.Count == 0)
            {
                entry.Complain("cameras", "must name the cameras of this box");
            }

            entry.Finish();
        }

        if (boxes.Count == 0)
        {
            reader.Complain("boxes", "must name the boxes: [ { \"site\": …, \"device\": …, \"cameras\": [ … ] } ]");
        }

        return [.. boxes.OrderBy(box => box.Name, StringComparer.Ordinal)];
    }
}
