using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Vigie.Edgectl.Demo;

/// <summary>What the demo prints. Colours only where a terminal shows them.</summary>
/// <param name="console">Where it goes.</param>
internal sealed class DemoScreen(IAnsiConsole console)
{
    private int _events;

    /// <summary>Events printed so far.</summary>
    public int Events => Volatile.Read(ref _events);

    /// <summary>Says what the reader is about to see.</summary>
    public void Introduce(DemoOptions options, string broker)
    {
        console.MarkupLine("[bold]Vigie[/]: the video stays in the box, only events leave it.");
        console.MarkupLineInterpolated($"  box           replays {options.Clip}{(options.Fast ? ", as fast as it can" : ", at its own pace")}");
        console.MarkupLineInterpolated($"  broker        {broker}");
        console.MarkupLine("  control room  subscribes; each line below is one message as it arrived there");
        console.WriteLine();
        console.MarkupLine("[grey]clip time  what             zone         class      sure    payload    MQTT packet[/]");
    }

    /// <summary>Prints one line of <c>edgectl watch --json</c>, if it is an event.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">Wall time of the clip's first frame.</param>
    public void Show(string line, DateTimeOffset start)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        switch (root.GetProperty("record").GetString())
        {
            case "event":
                ShowEvent(root, start);
                break;
            case "missing":
                console.MarkupLine("[red]a message before this one is missing[/]");
                break;
        }
    }

    /// <summary>Prints the sums.</summary>
    /// <param name="summary">What the replay printed.</param>
    public void Conclude(JsonElement summary)
    {
        long frames = summary.GetProperty("frames").GetInt64();
        long eventBytes = summary.GetProperty("eventBytes").GetInt64();
        long sentBytes = summary.GetProperty("bytesSent").GetInt64();
        long videoBytes = summary.GetProperty("videoBytes").GetInt64();
        string events = string.Join(", ", summary.GetProperty("events").EnumerateObject()
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value.GetInt32()} {one.Name}")));
        console.WriteLine();
        Sum("frames", Number(frames), $"in {summary.GetProperty("seconds").GetDouble():0.0} s");
        Sum("inferences", Number(summary.GetProperty("inferences").GetInt64()), $"{Number(summary.GetProperty("skipped").GetInt64())} skipped where nothing moved");
        Sum("events", Number(Events), events.Length == 0 ? "nobody stayed in a zone" : events);
        Sum("sent", $"{Number(sentBytes)} bytes", $"over MQTT, topics and headers included: events, and the context that explains them ({Number(eventBytes)} bytes of payload)");
        Sum("not sent", $"{Number(videoBytes)} bytes", $"of video: {videoBytes / Math.Max(1, sentBytes):0} times as much");
        console.WriteLine();
        console.MarkupLineInterpolated($"Picture of it all: [bold]{summary.GetProperty("sheet").GetString()}[/]");
    }

    private void ShowEvent(JsonElement root, DateTimeOffset start)
    {
        if (!root.GetProperty("duplicate").GetBoolean())
        {
            Interlocked.Increment(ref _events);
        }

        JsonElement happened = root.GetProperty("event");
        TimeSpan at = happened.GetProperty("time").GetDateTimeOffset() - start;
        string what = $"{Text(happened, "kind")} {Text(happened, "phase")}";
        string sure = happened.TryGetProperty("confidence", out JsonElement confidence) ? $"{confidence.GetInt32()} %" : "";
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{at:mm\\:ss\\.f}    {what,-16} {Text(happened, "zone"),-12} {Text(happened, "class"),-10} {sure,-7} {root.GetProperty("payloadBytes").GetInt32(),3} bytes  {root.GetProperty("packetBytes").GetInt32(),4} bytes");
        string colour = Text(happened, "phase") switch { "start" => "yellow", "end" => "green", _ => "grey" };
        console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]");
    }

    private void Sum(string name, string value, string note) =>
        console.MarkupLine($"  {name,-12}[bold]{Markup.Escape(value),18}[/]  [grey]{Markup.Escape(note)}[/]");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
