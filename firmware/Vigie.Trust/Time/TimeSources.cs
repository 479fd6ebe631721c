using Vigie.Trust.Anchors;

namespace Vigie.Trust.Time;

/// <summary>Sources of trusted time by their names in the configuration.</summary>
public static class TimeSources
{
    /// <summary>The names. The first is taken where none is given.</summary>
    public static IReadOnlyList<string> Names { get; } = ["rtc", "nts", "hub"];

    /// <summary>Makes the source of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="anchors">Who may sign time, for a hub.</param>
    /// <param name="box">Site and device, for a hub.</param>
    /// <param name="stateDirectory">Where a hub is asked.</param>
    /// <param name="clock">The box's clock.</param>
    public static ITimeSource Of(string name, TrustAnchors anchors, string box, string stateDirectory, TimeProvider clock) => name switch
    {
        "rtc" => new RealTimeClock(),
        "nts" => new NetworkTime(),
        "hub" => new HubTime(anchors, box, stateDirectory, clock),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "expected one of " + string.Join(", ", Names)),
    };
}
