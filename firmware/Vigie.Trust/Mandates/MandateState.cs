namespace Vigie.Trust.Mandates;

/// <summary>How a mandate stands at one moment.</summary>
public enum MandateState
{
    /// <summary>It is in force.</summary>
    InForce,

    /// <summary>It has not begun, or the time is not known.</summary>
    Waits,

    /// <summary>It is over.</summary>
    Ended,

    /// <summary>Something keeps it from being used, whatever the time.</summary>
    Stopped,
}
