using System.Collections.Immutable;

namespace Vigie.Modelkit.Evaluation;

/// <summary>How well a model does on a set.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Pictures">How many pictures it has.</param>
/// <param name="Classes">The classes that occur on them, in the order of the truth.</param>
/// <param name="Mean">The mean over those classes, each with the same weight; its objects are their sum.</param>
public sealed record ScoreTable(string Set, int Pictures, ImmutableArray<ClassScore> Classes, ClassScore Mean);
