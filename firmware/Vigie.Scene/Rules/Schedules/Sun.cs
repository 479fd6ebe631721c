namespace Vigie.Scene.Rules.Schedules;

/// <summary>
/// When the sun rises and sets, to about a minute between the polar circles: the general solar position calculations of NOAA's Global
/// Monitoring Laboratory (after Meeus, Astronomical Algorithms), a Fourier series in the day of the year. The sun rises when its upper
/// edge does in a usual atmosphere, at a zenith distance of 90.833 degrees.
/// </summary>
public static class Sun
{
    private const double Zenith = 90.833 * Math.PI / 180;
    private const double MinutesADegree = 4;

    /// <summary>Sunrise and sunset of a day at a place.</summary>
    /// <param name="day">The day, by the place's own calendar.</param>
    /// <param name="place">Where.</param>
    /// <returns>
    /// Both moments, UTC. Where the sun does not rise, both are noon (the night lasts all day); where it does not set, half a day before and
    /// after noon (there is no night).
    /// </returns>
    public static (DateTime Rise, DateTime Set) Of(DateOnly day, Place place)
    {
        double year = DateTime.IsLeapYear(day.Year) ? 366 : 365;
        double angle = 2 * Math.PI / year * (day.DayOfYear - 1 - place.Longitude / 15 / 24);
        double equationMinutes = 229.18 * (0.000075 + 0.001868 * Math.Cos(angle) - 0.032077 * Math.Sin(angle)
            - 0.014615 * Math.Cos(2 * angle) - 0.040849 * Math.Sin(2 * angle));
        double declination = 0.006918 - 0.399912 * Math.Cos(angle) + 0.070257 * Math.Sin(angle) - 0.006758 * Math.Cos(2 * angle)
            + 0.000907 * Math.Sin(2 * angle) - 0.002697 * Math.Cos(3 * angle) + 0.00148 * Math.Sin(3 * angle);
        double latitude = place.Latitude * Math.PI / 180;
        double cosine = Math.Cos(Zenith) / (Math.Cos(latitude) * Math.Cos(declination)) - Math.Tan(latitude) * Math.Tan(declination);
        double half = Math.Acos(Math.Clamp(cosine, -1, 1)) * 180 / Math.PI * MinutesADegree;
        DateTime noon = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddMinutes(720 - MinutesADegree * place.Longitude - equationMinutes);
        return (noon.AddMinutes(-half), noon.AddMinutes(half));
    }
}
