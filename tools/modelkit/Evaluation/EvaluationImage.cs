using Vigie.Core;

namespace Vigie.Modelkit.Evaluation;

/// <summary>One labelled picture.</summary>
/// <param name="Id">Its number in the truth.</param>
/// <param name="Name">What a person calls it: a file's name, or a clip's with the number of the frame.</param>
/// <param name="Read">Gives it as a frame of the caller's own.</param>
public sealed record EvaluationImage(long Id, string Name, Func<Frame> Read);
