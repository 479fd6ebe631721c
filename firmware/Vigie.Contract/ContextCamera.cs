namespace Vigie.Contract;

/// <summary>A camera's name and its zones' names.</summary>
/// <param name="Name">The camera's name, 1 to 64 characters.</param>
/// <param name="Zones">Zone names by number.</param>
public sealed record ContextCamera(string Name, IReadOnlyDictionary<int, string> Zones);
