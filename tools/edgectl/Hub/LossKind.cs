namespace Vigie.Edgectl.Hub;

/// <summary>What is known of sequences that did not come.</summary>
internal enum LossKind
{
    /// <summary>A record names it as the one before it on its topic, or this hub has confirmed it: it was there, and is not.</summary>
    Missing,

    /// <summary>The box says in a gap record that it gave records up here.</summary>
    Declared,

    /// <summary>Nobody says that there was a record: journal heads and telemetry take numbers too.</summary>
    Unknown,
}
