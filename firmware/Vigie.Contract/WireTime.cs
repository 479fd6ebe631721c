using System.Globalization;

namespace Vigie.Contract;

/// <summary>Times on the wire: UTC, whole milliseconds, 1970 to 9999.</summary>
internal static class WireTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static long LatestMilliseconds { get; } = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset Floor(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    public static bool IsValid(DateTimeOffset time) => time >= DateTimeOffset.UnixEpoch;

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
