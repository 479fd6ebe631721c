using System.Text;
using Spectre.Console;
using Vigie.Contract;
using Vigie.Edgectl.Watch;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl;

/// <summary>What a person and a program read of a watch.</summary>
public sealed class ViewTest
{
    private const string Root = "vigie/1/saint-denis/box-7/";

    [Fact]
    public void Plain_lines_name_camera_zone_and_class() => Assert.Equal(
        """
        saint-denis/box-7 is online: boot 17-9f3c2a71, software 0.1.0
        saint-denis/box-7: context 1 of boot 17-9f3c2a71, model street, 2 cameras
        2026-03-04 05:06:07.890  saint-denis/box-7  north gate  intrusion start  ramp  person  87 %  44 B in 144 B  laboratory
        2026-03-04 05:06:20.190  saint-denis/box-7  north gate  intrusion end  ramp  91 %  40 B in 140 B  laboratory
        2026-03-04 05:06:20.190  saint-denis/box-7  north gate  intrusion end  ramp  91 %  40 B in 140 B  laboratory, duplicate
        MISSING on vigie/1/saint-denis/box-7/event/intrusion: 50, and perhaps others between 45 and 51 of boot 17-9f3c2a71
        2026-03-04 05:06:07.890  saint-denis/box-7  camera 9  intrusion start  zone 2  class 3  87 %  44 B in 144 B  laboratory
        GIVEN UP by saint-denis/box-7: 12 signals: its outbox reached its limit
        saint-denis/box-7: its clock is kept by no time server: nobody knows how far it is off
        saint-denis/box-7: its clock was set from 2026-03-04 05:02:07.890 to 2026-03-04 05:06:07.890: add 240 s to what boot 17-9f3c2a71 said before 43; it is right to within 2 s
        NOT READABLE, 5 B on vigie/1/saint-denis/box-7/event/intrusion: it is no map
        NOT READABLE, 0 B on vigie/2/a?[31m: the topic is not vigie/1/SITE/DEVICE/…
        saint-denis/box-7 is offline: boot 17-9f3c2a71, software 0.1.0 (connection lost)
        3 events, 1 duplicate, 1 gap, 168 bytes of payload in 568 bytes of MQTT

        """.ReplaceLineEndings("\n"),
        Shown((output, errors) => new PlainView(output, errors)).Replace("\r", "", StringComparison.Ordinal));

    [Fact]
    public void Json_lines_hold_the_twins()
    {
        string shown = Shown((output, errors) => new JsonView(output, errors));
        string[] lines = shown.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["status", "context", "event", "event", "event", "missing", "event", "gap", "clock", "clock", "unreadable", "unreadable", "status", "summary"],
            lines.Select(line => Field(line, "record")));
        Assert.Equal(
            """{"record":"event","topic":"vigie/1/saint-denis/box-7/event/intrusion","payloadBytes":44,"packetBytes":144,"retained":false,"""
            + """ "link":"https://video.example/north%20gate?at=2026-03-04T05%3A06%3A07.890Z","site":"saint-denis","device":"box-7","""[1..]
            + """ "contentType":"application/cbor","duplicate":false,"late":false,"event":"""[1..]
            + Encoding.UTF8.GetString(Samples.Start.Encode(WireEncoding.Json, Samples.Context)) + "}",
            lines[2]);
        Assert.Equal("True", Field(lines[4], "duplicate"));
        Assert.Equal(("50", "51", "45"), (Field(lines[5], "missing"), Field(lines[5], "before"), Field(lines[5], "after")));
        Assert.Equal("""{"record":"summary","events":3,"duplicates":1,"gaps":1,"payloadBytes":168,"packetBytes":568}""", lines[^1]);
    }

    [Fact]
    public void The_table_shows_what_is_missing_in_red()
    {
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 200;
        console.Profile.Height = 40;
        Play(new TableView(console, "mqtt://broker"));
        string shown = text.ToString();
        Assert.Contains("north gate", shown, StringComparison.Ordinal);
        Assert.Contains("\e[91mMISSING\e[0m", shown, StringComparison.Ordinal);
        Assert.EndsWith(
            "3 events, 1 duplicate, 1 gap, 168 bytes of payload in 568 bytes of MQTT\n",
            shown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_shadow_time_is_told_in_words_and_as_JSON()
    {
        static void Play(IView view)
        {
            Watcher watcher = new(view, null, () => { });
            watcher.Take(Message("context", Samples.Context.Encode()));
            watcher.Take(Message("shadow", ShadowSamples.Shadow.Encode(WireEncoding.Cbor)));
            watcher.Take(Message("shadow", ShadowSamples.Shadow.Encode(WireEncoding.Cbor)));
        }

        StringWriter plain = new(), json = new();
        Play(new PlainView(plain, new StringWriter()));
        Play(new JsonView(json, new StringWriter()));
        string line = Assert.Single(plain.ToString().Split('\n'), line => line.Contains("shadow time", StringComparison.Ordinal));
        Assert.Equal(
            "saint-denis/box-7: north gate: shadow time of ramp at night at ramp is over: in 24 h it would have sent 40 signals; by hour 07-08 h 9, 18-19 h 21; "
            + "by place in 4 x 3 parts from upper left column 2 row 2: 12, column 3 row 2: 20, column 1 row 3: 8",
            line);
        string[] lines = [.. json.ToString().Split('\n').Where(line => line.Contains("\"record\":\"shadow\"", StringComparison.Ordinal))];
        Assert.Equal(["False", "True"], lines.Select(line => Field(line, "duplicate")));
        Reading few = new MessageReader().Read(Message("shadow", (ShadowSamples.Shadow with { Signals = null, Held = null, Hours = [], Cells = [] }).Encode(WireEncoding.Cbor)));
        Assert.EndsWith("it would have sent fewer than 5 signals and held back fewer than 5", ShadowWording.Of(Assert.IsType<Reading.OfShadow>(few)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_another_kind_than_its_topics_is_refused()
    {
        Reading reading = new MessageReader().Read(Message("event/loitering", Samples.Start.Encode(WireEncoding.Cbor)));
        Assert.Equal("it is of kind intrusion, which is not its topic's", Assert.IsType<Reading.Unreadable>(reading).Problem);
    }

    [Fact]
    public void Both_encodings_read_the_same()
    {
        Arrival json = Message("event/intrusion", Samples.Start.Encode(WireEncoding.Json)) with { ContentType = ContentTypes.Json };
        Assert.Equal(Samples.Start, Assert.IsType<Reading.OfEvent>(new MessageReader().Read(json)).Record);
        Assert.Equal(Samples.Start, Assert.IsType<Reading.OfEvent>(new MessageReader().Read(json with { ContentType = null })).Record);
        Assert.IsType<Reading.Unreadable>(new MessageReader().Read(json with { ContentType = ContentTypes.Cbor }));
        Assert.IsType<Reading.Unreadable>(new MessageReader().Read(json with { ContentType = "text/plain" }));
    }

    private static string Shown(Func<TextWriter, TextWriter, IView> view)
    {
        StringWriter output = new();
        Play(view(output, new StringWriter()));
        return output.ToString();
    }

    private static void Play(IView view)
    {
        Watcher watcher = new(view, null, () => { });
        view.RunAsync(() => Task.Run(() => Take(watcher))).GetAwaiter().GetResult();
        view.Finish(watcher.Totals);
    }

    private static void Take(Watcher watcher)
    {
        Identity later = new(Samples.Boot, 51, 50);
        EventRecord stranger = Samples.Start with { Identity = later, Signal = 51, Camera = 9, Class = 3, Context = 2 };
        watcher.Take(Message("status", Samples.Birth.Encode()) with { Retained = true });
        watcher.Take(Message("context", Samples.Context.Encode()));
        watcher.Take(Message("event/intrusion", Samples.Start.Encode(WireEncoding.Cbor)));
        watcher.Take(Message("event/intrusion", Samples.End.Encode(WireEncoding.Cbor)));
        watcher.Take(Message("event/intrusion", Samples.End.Encode(WireEncoding.Cbor)));
        watcher.Take(Message("event/intrusion", stranger.Encode(WireEncoding.Cbor)));
        watcher.Take(Message("gap", Samples.Gap.Encode(WireEncoding.Cbor)));
        watcher.Take(Message("clock", (ClockSamples.Clock with { Identity = new(Samples.Boot, 2, null), Was = null, Uncertainty = null }).Encode(WireEncoding.Cbor)));
        watcher.Take(Message("clock", ClockSamples.Clock.Encode(WireEncoding.Cbor)));
        watcher.Take(Message("event/intrusion", "hello"u8.ToArray()));
        watcher.Take(new Arrival("vigie/2/a\e[31m", null, default, false, 0));
        watcher.Take(Message("status", Samples.LastWill.Encode()));
    }

    private static Arrival Message(string rest, byte[] payload) =>
        new(Root + rest, ContentTypes.Cbor, payload, Retained: false, payload.Length + 100);

    private static string Field(string line, string key)
    {
        using var document = System.Text.Json.JsonDocument.Parse(line);
        return document.RootElement.GetProperty(key).ToString();
    }
}
