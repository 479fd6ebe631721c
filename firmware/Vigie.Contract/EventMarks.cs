namespace Vigie.Contract;

/// <summary>
/// Marks of an event. A flag that this version does not know is ignored, so none is ever added that would turn an event's
/// meaning.
/// </summary>
[Flags]
public enum EventMarks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>
    /// It was sent more than a minute after it happened, because broker, hub or box were away: nobody is to be alarmed by it. Set when it is
    /// sent, so the same record may come without it and again with it (<see cref="HistoricalMark"/>).
    /// </summary>
    Historical = 1,

    /// <summary>It comes from a recording or a trial without a mandate: nobody may act on it.</summary>
    Laboratory = 2,

    /// <summary>
    /// Of kind <see cref="EventKind.Line"/> only: it was crossed outwards, from the right to the left of one who looks from the
    /// line's first point to its last. Without it, inwards.
    /// </summary>
    Outward = 4,
}
