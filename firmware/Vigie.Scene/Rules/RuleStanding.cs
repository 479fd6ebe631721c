using Vigie.Scene.Rules.Shadows;

namespace Vigie.Scene.Rules;

/// <summary>How a rule stands while it runs. Any thread.</summary>
public sealed class RuleStanding
{
    private readonly RuleWatch _watch;

    /// <summary>Whether it watches the camera itself, and goes on while others rest.</summary>
    public bool IsOfCamera => _watch.Rule.IsOfCamera;

    internal RuleStanding(RuleSettings settings, RuleWatch watch) => (Settings, _watch) = (settings, watch);

    /// <summary>What it was asked for.</summary>
    public RuleSettings Settings { get; }

    /// <summary>Whether its schedule was open at the last frame; true where it has none.</summary>
    public bool IsOpen => _watch.IsOpen;

    /// <summary>What it counts, or has counted, in its shadow time; null where it has none.</summary>
    public ShadowLedger? Shadow => _watch.Shadow;
}
