namespace Vigie.Scene.Rules.Schedules;

/// <summary>A place on earth.</summary>
/// <param name="Latitude">Degrees, north positive, -90 to 90.</param>
/// <param name="Longitude">Degrees, east positive, -180 to 180.</param>
public readonly record struct Place(double Latitude, double Longitude);
