using System.Globalization;
using Vigie.Contract;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Precision;
using Vigie.Scene.Rules.Shadows;

namespace Vigie.Appliance.Health;

/// <summary>How one rule stands, for status and replays.</summary>
/// <param name="Rule">Its name, or its kind and place.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">What it does: <c>watches</c>, <c>shadow</c>, <c>closed</c>: by its schedule; <c>rests</c>: its camera was moved; <c>off</c>: nobody looks.</param>
/// <param name="Precision">In per cent of its kind with the camera's model, or null: not measured.</param>
/// <param name="PrecisionOf">What that was measured on, <c>not measured</c>, or <c>not measured with</c> this model.</param>
/// <param name="Shadow">What it counts, or has counted, in its shadow time; null where it has none.</param>
public sealed record RuleReport(string Rule, string Kind, string State, int? Precision, string PrecisionOf, ShadowReport? Shadow)
{
    /// <summary>What is worth a line of its own: a shadow time, a closed schedule.</summary>
    internal IEnumerable<string> Sentences
    {
        get
        {
            if (Precision is null)
            {
                yield return $"{Rule}: precision: {PrecisionOf}";
            }

            if (State == "rests")
            {
                yield return $"{Rule}: rests, because the camera was moved";
            }

            if (State == "closed")
            {
                yield return $"{Rule}: its schedule is closed";
            }

            if (Shadow is not null)
            {
                yield return $"{Rule}: {Shadow.Sentence}";
            }
        }
    }

    /// <summary>How a rule of a running pipeline stands.</summary>
    /// <param name="standing">The rule.</param>
    /// <param name="isMoved">Whether its camera shows another view, and nobody has confirmed that yet.</param>
    public static RuleReport Of(RuleStanding standing, bool isMoved = false) => Of(
        standing.Settings,
        isMoved && !standing.IsOfCamera ? "rests" : !standing.IsOpen ? "closed" : standing.Shadow is { IsOver: false } ? "shadow" : "watches",
        standing.Shadow);

    /// <summary>How a rule stands.</summary>
    /// <param name="settings">What it was asked for.</param>
    /// <param name="state">What it does.</param>
    /// <param name="shadow">What it counts in its shadow time.</param>
    public static RuleReport Of(RuleSettings settings, string state, ShadowLedger? shadow)
    {
        PrecisionTable.TryFind(settings.Kind, settings.Model, out MeasuredPrecision? measured);
        return new RuleReport(
            settings.Label,
            EventKinds.Name(settings.Kind),
            state,
            measured?.Percent,
            Words(settings, measured),
            shadow is null ? null : ShadowReport.Of(shadow));
    }

    private static string Words(RuleSettings settings, MeasuredPrecision? measured) => measured is null
        ? PrecisionTable.ModelsOf(settings.Kind).Any() ? $"not measured with {settings.Model}, only with {string.Join(", ", PrecisionTable.ModelsOf(settings.Kind))}" : "not measured"
        : string.Create(CultureInfo.InvariantCulture, $"{measured.Right} of {measured.Signals} signals right, {measured.Truth} to find, on {measured.Clips}, with {measured.Model}");
}
