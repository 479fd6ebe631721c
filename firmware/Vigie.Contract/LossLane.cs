namespace Vigie.Contract;

/// <summary>What the lost records were worth.</summary>
public enum LossLane
{
    /// <summary>Events and context records.</summary>
    Signals = 0,

    /// <summary>Health and statistics.</summary>
    Telemetry = 1,
}
