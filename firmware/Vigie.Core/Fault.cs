namespace Vigie.Core;

/// <summary>
/// A failure that a person can act on: what it is about (file, field or peer), what is wrong, and what to do.
/// Expected absence is no fault: that is <c>Try…(out …)</c>.
/// </summary>
public sealed class Fault : Exception
{
    /// <summary>Makes a fault from its three parts.</summary>
    /// <param name="kind">Decides what happens next.</param>
    /// <param name="subject">File, field or peer that it is about.</param>
    /// <param name="problem">What is wrong: half a sentence, no full stop.</param>
    /// <param name="remedy">What to do about it: an imperative sentence with its full stop.</param>
    /// <param name="cause">What was caught, if anything.</param>
    public Fault(FaultKind kind, string subject, string problem, string remedy, Exception? cause = null)
        : base($"{subject}: {problem}. {remedy}", cause)
    {
        Kind = kind;
        Subject = subject;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>Decides what happens next.</summary>
    public FaultKind Kind { get; }

    /// <summary>File, field or peer that it is about.</summary>
    public string Subject { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>Exit code of a command that ends with this fault.</summary>
    public int ExitCode => Kind switch
    {
        FaultKind.Config => 2,
        FaultKind.Unavailable or FaultKind.Timeout => 3,
        FaultKind.Denied => 4,
        FaultKind.Corrupt => 5,
        FaultKind.Exhausted => 6,
        _ => 70,
    };
}
