namespace Vigie.Modelkit.Recipes;

/// <summary>A published tarball.</summary>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
public sealed record PinnedTarball(string Sha256, long Bytes);
