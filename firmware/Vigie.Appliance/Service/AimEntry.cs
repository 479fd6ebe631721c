namespace Vigie.Appliance.Service;

/// <summary>What is kept of a camera that was moved.</summary>
/// <param name="LostAt">When that was seen, UTC.</param>
internal sealed record AimEntry(DateTimeOffset LostAt);
