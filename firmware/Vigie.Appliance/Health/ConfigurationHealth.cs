namespace Vigie.Appliance.Health;

/// <summary>Which configuration is in force.</summary>
/// <param name="File">The file that runs: the one asked for, or the last good one.</param>
/// <param name="Sha256">SHA-256 of its bytes, as contexts say it.</param>
/// <param name="Since">Since when it is in force, UTC.</param>
/// <param name="IsLastGood">Whether the file asked for was refused.</param>
/// <param name="Refusal">Why, all complaints; null where it was not.</param>
/// <param name="IsSealed">Whether a seal lay beside it when it was read, so that no other bytes would have been taken.</param>
internal sealed record ConfigurationHealth(string File, string Sha256, DateTimeOffset Since, bool IsLastGood, string? Refusal, bool IsSealed = false);
