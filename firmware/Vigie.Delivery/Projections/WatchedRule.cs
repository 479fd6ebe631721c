using Vigie.Contract;

namespace Vigie.Delivery.Projections;

/// <summary>
/// What a projection calls a rule: all rules of one kind at one place of one camera are one, for that is what an event says of its rule. Names are those of the
/// configuration, which stay when cameras or zones change their order; they are letters, digits, '-', '_' and '.'.
/// </summary>
/// <param name="Camera">The camera's name.</param>
/// <param name="Kind">What it watches for.</param>
/// <param name="Place">Name of the zone or line; of a tamper, which is of the whole camera, the fault's.</param>
/// <param name="IsLine">Whether the place is a line.</param>
public sealed record WatchedRule(string Camera, EventKind Kind, string Place, bool IsLine)
{
    /// <summary>What people are told it is.</summary>
    public string Label => $"{KindName} {Place}";

    /// <summary>The kind's name, as in topics.</summary>
    public string KindName => EventKinds.Name(Kind);
}
