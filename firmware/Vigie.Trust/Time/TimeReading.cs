namespace Vigie.Trust.Time;

/// <summary>What time it is, as far as the box knows.</summary>
/// <param name="Trusted">Whether it may be acted on.</param>
/// <param name="Now">The time; where it is not trusted, the system's.</param>
/// <param name="Reason">Where it is not trusted: why, for people.</param>
public readonly record struct TimeReading(bool Trusted, DateTimeOffset Now, string Reason);
