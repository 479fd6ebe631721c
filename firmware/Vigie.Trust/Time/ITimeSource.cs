namespace Vigie.Trust.Time;

/// <summary>Says whether the system's clock can be believed just now, and why not.</summary>
public interface ITimeSource
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>Whether it signs what time it is, so that it may turn back what another clock, gone wrong, had carried forward.</summary>
    bool MayTurnBack { get; }

    /// <summary>Answers with the time that it vouches for, which may differ from the system's by a second or two.</summary>
    /// <param name="system">The system's clock.</param>
    /// <param name="now">The time that it vouches for.</param>
    /// <param name="reason">Where it vouches for none: why.</param>
    bool TryRead(DateTimeOffset system, out DateTimeOffset now, out string reason);
}
