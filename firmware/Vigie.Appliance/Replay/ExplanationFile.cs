using System.Text.Json;
using Vigie.Appliance.Configuration;
using Vigie.Core;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Appliance.Replay;

/// <summary>
/// Writes why each rule did and did not speak: a spell a line, and at the end how often each reason held. Bounded: what is beyond is counted, not written.
/// </summary>
internal sealed class ExplanationFile : IDisposable
{
    private const int MostLines = 200_000;

    private readonly CameraPlan _plan;
    private readonly StreamWriter _file;
    private readonly Dictionary<int, string> _classes = [];
    private readonly SortedDictionary<(int Rule, RuleReason Reason), int> _counts = [];
    private int _lines;

    /// <summary>Opens the file at once, so that a wrong path is said before the clip runs.</summary>
    /// <exception cref="Fault">The file cannot be written.</exception>
    public ExplanationFile(string path, CameraPlan plan) => (_plan, _file) = (plan, OutputFile.CreateText(path, "--explain"));

    /// <summary>Learns what the tracks are.</summary>
    public void Look(ReadOnlySpan<Track> tracks)
    {
        foreach (ref readonly Track track in tracks)
        {
            _classes[track.Number] = ObjectClasses.TryGetName(track.Class, out string name) ? name : $"class {track.Class}";
        }
    }

    /// <summary>Writes one spell.</summary>
    public void Write(RuleSpell spell)
    {
        (int, RuleReason) key = (spell.Rule, spell.Reason);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        if (_lines++ < MostLines)
        {
            _file.WriteLine(JsonSerializer.Serialize(LineOf(spell), ExplanationJson.Readable.ExplanationLine));
        }
    }

    /// <summary>Writes the counts: for each rule, how many spells each reason had; then what was left out.</summary>
    public void Finish()
    {
        for (int rule = 0; rule < _plan.Rules.Length; rule++)
        {
            var reasons = _counts.Where(count => count.Key.Rule == rule).ToDictionary(count => Name(count.Key.Reason), count => count.Value);
            _file.WriteLine(JsonSerializer.Serialize(
                new ExplanationSummary(_plan.Rules[rule].Label, reasons, Math.Max(0, _lines - MostLines)), ExplanationJson.Readable.ExplanationSummary));
        }

        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private ExplanationLine LineOf(RuleSpell spell) => new(
        _plan.Rules[spell.Rule].Label,
        spell.Track == 0 ? null : spell.Track,
        _classes.GetValueOrDefault(spell.Track),
        Math.Round(spell.From.TotalSeconds, 3),
        Math.Round(spell.To.TotalSeconds, 3),
        Name(spell.Reason),
        spell.Asked == 0 ? null : Math.Round(spell.Reached, 3),
        spell.Asked == 0 ? null : Math.Round(spell.Asked, 3),
        spell.Asked == 0 ? null : spell.Unit,
        RuleReasons.Say(spell));

    private static string Name(RuleReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
