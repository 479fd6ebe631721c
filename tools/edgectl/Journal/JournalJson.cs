using System.Text.Json.Nodes;
using Vigie.Trust.Journal;

namespace Vigie.Edgectl.Journal;

/// <summary>Records and verdicts as JSON, one object a line.</summary>
internal static class JournalJson
{
    public static string Of(JournalEntry entry)
    {
        JsonObject detail = [];
        foreach ((string name, object value) in entry.Detail.Entries)
        {
            detail[name] = value is long number ? number : JournalDetail.Show(value);
        }

        return new JsonObject
        {
            ["number"] = entry.Number,
            ["time"] = Time(entry.Time),
            ["timeTrusted"] = entry.TimeTrusted,
            ["elapsedMs"] = (long)entry.Elapsed.TotalMilliseconds,
            ["boot"] = entry.Boot.ToString(),
            ["kind"] = JournalKinds.Name(entry.Kind),
            ["detail"] = detail,
            ["hash"] = Convert.ToHexStringLower(entry.Hash.Span),
        }.ToJsonString();
    }

    public static string Of(Verdict verdict) => new JsonObject
    {
        ["outcome"] = verdict.Outcome,
        ["intact"] = verdict.IsIntact,
        ["journal"] = verdict.Journal,
        ["first"] = verdict.First,
        ["last"] = verdict.Last,
        ["signedTo"] = verdict.SignedHead?.Record.Number,
        ["signedAt"] = verdict.SignedHead is null ? null : Time(verdict.SignedHead.Record.Time),
        ["witnessedTo"] = verdict.WitnessedTo,
        ["findings"] = new JsonArray([.. verdict.Findings.Select(finding => (JsonNode)new JsonObject
        {
            ["kind"] = Verdict.Word(finding.Kind), ["breach"] = finding.IsBreach, ["number"] = finding.Number, ["text"] = finding.Text,
        })]),
        ["witnesses"] = new JsonArray([.. verdict.Witnesses.Select(witness => (JsonNode)new JsonObject
        {
            ["name"] = witness.Name, ["heads"] = witness.Heads.Count, ["others"] = witness.Others, ["badLines"] = witness.Bad.Count,
        })]),
    }.ToJsonString();

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
