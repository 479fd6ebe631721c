using Vigie.Scene.Rules.Shadows;

namespace Vigie.Appliance.Service;

/// <summary>What is kept of one rule's shadow time.</summary>
/// <param name="Tally">What it counted.</param>
/// <param name="Told">Whether it was said that it is over.</param>
internal sealed record ShadowEntry(ShadowTally Tally, bool Told);
