using System.Globalization;
using System.Text.Json;

namespace Vigie.Appliance.Replay;

/// <summary>Prints what came of a replay, for people or for programs.</summary>
internal static class ReplayReport
{
    public static void Print(ReplaySummary summary, bool json) =>
        Console.WriteLine(json ? JsonSerializer.Serialize(summary, ReplayJson.Default.ReplaySummary) : Write(summary));

    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    private static string Write(ReplaySummary summary)
    {
        string events = summary.Events.Count == 0
            ? "none"
            : string.Join(", ", summary.Events.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value}")));
        string rate = (summary.Frames / Math.Max(summary.Seconds, 0.001)).ToString("0.0", CultureInfo.InvariantCulture);
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{summary.Clip}: {summary.Frames} frames in {summary.Seconds:0.0} s ({rate} a second), {summary.Tracks} tracks"),
            $"  inferences  {summary.Inferences} run, {summary.Skipped} skipped by the motion gate",
            $"  events      {events}; {summary.EventBytes} bytes with their contexts",
            $"  video kept  {Megabytes(summary.VideoBytes)} as compressed by the camera, {Megabytes(summary.PictureBytes)} as looked at",
        ];
        if (summary.Delivered is { } delivered)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  delivered   {delivered} records acknowledged by the broker, {summary.BytesSent} bytes with topics and headers"));
        }

        lines.AddRange(summary.Rules.SelectMany(rule => rule.Sentences).Select(sentence => $"  rule        {sentence}"));
        if (summary.Explain is not null)
        {
            lines.Add($"  explained   {summary.Explain}");
        }

        if (summary.Sheet is not null)
        {
            lines.Add($"  picture     {summary.Sheet}");
        }

        return string.Join(Environment.NewLine, lines);
    }
}
