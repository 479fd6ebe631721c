using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Recipes;

namespace Vigie.Modelkit.Commands;

/// <summary>What <c>modelkit evaluate</c> was asked.</summary>
/// <param name="Model">The model.</param>
/// <param name="Set">Labelled pictures; null: times only.</param>
/// <param name="Classes">Classes that are asked for; null: all.</param>
/// <param name="Twin">The other precision; null: to be found.</param>
/// <param name="Rounds">How often each network runs for its times.</param>
/// <param name="Json">JSON instead of tables.</param>
/// <param name="Gate">Whether too little is a failure.</param>
internal sealed record EvaluateRequest(
    ModelFolder Model, EvaluationSet? Set, IReadOnlyCollection<string>? Classes, string? Twin, int Rounds, bool Json, bool Gate);
