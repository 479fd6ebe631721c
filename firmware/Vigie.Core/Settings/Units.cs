using System.Globalization;

namespace Vigie.Core.Settings;

/// <summary>Durations and sizes as people write them: a number and its unit, never a bare number.</summary>
public static class Units
{
    private static readonly (string Unit, double Seconds)[] Durations =
        [("ms", 0.001), ("min", 60), ("s", 1), ("h", 3600), ("d", 86_400)];

    private static readonly (string Unit, long Bytes)[] Sizes =
        [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];

    /// <summary>Reads <c>250ms</c>, <c>1.5s</c>, <c>10min</c>, <c>2h</c>, <c>30d</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        foreach ((string unit, double seconds) in Durations)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && TryParseNumber(text[..^unit.Length], out double number)
                && number * seconds < TimeSpan.MaxValue.TotalSeconds)
            {
                duration = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads <c>64kB</c>, <c>512MB</c>, <c>2GB</c>: decimal multiples, as disks are sold.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        foreach ((string unit, long factor) in Sizes)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && TryParseNumber(text[..^unit.Length], out double number)
                && number * factor < long.MaxValue)
            {
                bytes = (long)(number * factor);
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a duration in the largest unit that keeps it a short number.</summary>
    public static string Show(TimeSpan duration)
    {
        (string unit, double seconds) = Durations
            .Where(entry => duration.TotalSeconds >= entry.Seconds)
            .OrderByDescending(entry => entry.Seconds)
            .FirstOrDefault(("s", 1));
        return (duration.TotalSeconds / seconds).ToString("0.###", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Writes a size in the largest unit that keeps it a short number.</summary>
    public static string Show(long bytes)
    {
        (string unit, long factor) = Sizes.Where(entry => bytes >= entry.Bytes).LastOrDefault(("kB", 1_000));
        return ((double)bytes / factor).ToString("0.###", CultureInfo.InvariantCulture) + unit;
    }

    private static bool TryParseNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
