namespace Vigie.Vision.Detectors;

/// <summary>When a run of the network counts as stuck, and what then.</summary>
/// <remarks>
/// A slow machine is no stuck one. Once runs have succeeded, the limit is <see cref="Stuck"/> or <see cref="Slowest"/> times the longest
/// of the first <see cref="FirstRuns"/>, whichever is more. While none has, each run that is ended doubles it, up to
/// <see cref="Most"/>: a processor under emulation takes 20 seconds for what takes a board 0.1.
/// </remarks>
/// <param name="Stuck">A run is stuck after so long on a machine that can do better.</param>
/// <param name="Recovers">
/// True: the look is lost, a new session is made, the next frame goes on (a camera). False: the fault is thrown (a replay, whose
/// result may not depend on how fast the machine is).
/// </param>
public sealed record RunLimits(TimeSpan Stuck, bool Recovers)
{
    /// <summary>How many runs tell how fast the machine is.</summary>
    public const int FirstRuns = 5;

    /// <summary>How much slower than the slowest of those a run may be.</summary>
    public const int Slowest = 20;

    /// <summary>The longest limit that a machine is given which has not finished a run yet.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    /// <summary>How often runs are looked at: a stuck one is seen so much later at most.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(125);

    /// <summary>A run that does not end so long after it was told to never will.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A live camera: stuck after 1.8 s, so that it is seen within 2 s; goes on.</summary>
    public static RunLimits Live { get; } = new(TimeSpan.FromSeconds(1.8), Recovers: true);

    /// <summary>A file: stuck after the longest that any machine may take; ends with a fault.</summary>
    public static RunLimits File { get; } = new(Most, Recovers: false);
}
