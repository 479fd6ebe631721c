namespace Vigie.Modelkit.Probing;

/// <summary>What a network may use while it is tried.</summary>
/// <param name="Load">Processor time until it is loaded.</param>
/// <param name="Run">Processor time for one picture, after which it counts as endless.</param>
/// <param name="Memory">Memory, bytes.</param>
public sealed record ProbeLimits(TimeSpan Load, TimeSpan Run, long Memory)
{
    /// <summary>Ample for anything that a box could run: 30 s, 1.8 s, 3 GiB.</summary>
    public static ProbeLimits Usual { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1.8), 3L << 30);
}
