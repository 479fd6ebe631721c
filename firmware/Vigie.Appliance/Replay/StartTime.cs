using System.Globalization;

namespace Vigie.Appliance.Replay;

/// <summary>Reads when a clip was taken.</summary>
internal static class StartTime
{
    /// <summary>What is expected, in words.</summary>
    public const string Expected = "not a time since 1970. Write it as 2026-11-24T10:00:00Z";

    /// <summary>Reads wall time: ISO 8601, UTC unless it says otherwise, since 1970.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
        && time >= DateTimeOffset.UnixEpoch;
}
