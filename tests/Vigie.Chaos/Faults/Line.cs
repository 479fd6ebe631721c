namespace Vigie.Chaos.Faults;

/// <summary>How a line is.</summary>
internal enum Line
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>One byte at a time, a millisecond or two each.</summary>
    Trickling,

    /// <summary>Connections stay open, and nothing comes through any more: half-open.</summary>
    Silent,

    /// <summary>Whoever connects is sent away.</summary>
    Refusing,
}
