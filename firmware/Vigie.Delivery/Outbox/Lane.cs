namespace Vigie.Delivery;

/// <summary>What a record is worth when something must go. Order is kept within a lane, not between lanes.</summary>
public enum Lane
{
    /// <summary>Events, contexts, gap records: the last to go.</summary>
    Signals = 0,

    /// <summary>Health and statistics: the first to go.</summary>
    Telemetry = 1,
}
