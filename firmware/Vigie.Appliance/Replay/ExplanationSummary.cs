namespace Vigie.Appliance.Replay;

/// <summary>The last lines of an explanation, one a rule.</summary>
/// <param name="Rule">The rule's name, or its kind and place.</param>
/// <param name="Spells">How many spells each reason had.</param>
/// <param name="LeftOut">Lines of all rules together that the file has no room for.</param>
internal sealed record ExplanationSummary(string Rule, IReadOnlyDictionary<string, int> Spells, int LeftOut);
