using System.Globalization;
using System.Text;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Trust;

/// <summary>A mandate in words, for an elected member.</summary>
internal static class MandateText
{
    public static string Of(Mandate mandate, SignedDocument document)
    {
        StringBuilder text = new();
        void Line(string field, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"{field,-18} {value}");
        Line("authority", mandate.Authority);
        Line("order", mandate.OrderNumber);
        Line("legal basis", mandate.LegalBasis);
        Line("purpose", mandate.Purpose);
        Line("place", mandate.Place);
        foreach (MandateBox box in mandate.Boxes)
        {
            Line("box", $"{box.Name}: {string.Join(", ", box.Cameras)}");
        }

        Line("from", $"{mandate.From:u}");
        Line("to", $"{mandate.To:u}");
        Line("events", mandate.Events.Count == 0 ? "none" : string.Join(", ", mandate.Events));
        Line("statistics", mandate.Statistics.Count == 0 ? "none" : string.Join(", ", mandate.Statistics));
        Line("classes", string.Join(", ", mandate.Classes));
        Line("number plates", mandate.Plates switch
        {
            PlateReading.None => "are not read",
            PlateReading.Statistics => "are counted and forgotten",
            _ => "are compared with a list",
        });
        Line("retention", string.Create(CultureInfo.InvariantCulture, $"{mandate.Retention.TotalDays:0.##} days"));
        Line("statistics only", mandate.StatisticsOnly ? "yes" : "no");
        Line("minimum precision", mandate.MinimumPrecision == 0 ? "none is asked for" : string.Create(CultureInfo.InvariantCulture, $"{mandate.MinimumPrecision} of 100 signals"));
        Line("profile", $"{mandate.ProfileName} ({mandate.ProfileHash[..16]}…)");
        Line("serial", mandate.Serial.ToString(CultureInfo.InvariantCulture));
        Line("hash", document.Hash);
        Line("said to be signed by", $"{document.Signer[..16]}… (not checked here: edgectl mandate verify)");
        return text.ToString().TrimEnd();
    }
}
