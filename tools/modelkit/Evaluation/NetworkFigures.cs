namespace Vigie.Modelkit.Evaluation;

/// <summary>What one network came to.</summary>
/// <param name="Bytes">Size of its file.</param>
/// <param name="Latency">How long a run takes.</param>
/// <param name="Scores">How well it does; null where no pictures were given.</param>
public sealed record NetworkFigures(long Bytes, Latency Latency, ScoreTable? Scores);
