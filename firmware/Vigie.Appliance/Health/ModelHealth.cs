using System.Collections.Immutable;

namespace Vigie.Appliance.Health;

/// <summary>A model that cameras use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Network">SHA-256 of its network, as contexts say it.</param>
/// <param name="Package">SHA-256 of the installed package it comes from; null: it came with the software.</param>
/// <param name="Cameras">Who uses it.</param>
internal sealed record ModelHealth(string Name, string Network, string? Package, ImmutableArray<string> Cameras);
