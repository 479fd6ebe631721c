using Spectre.Console;
using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>A table that grows as events come and keeps to the terminal's height; what is missing stands in it in red.</summary>
public sealed class TableView : IView
{
    private const int LeastRows = 5;

    // Title, heading, borders, caption, and the line of the prompt.
    private const int OtherLines = 8;

    private readonly IAnsiConsole _console;
    private readonly Table _table;
    private Action _refresh = () => { };

    public TableView(IAnsiConsole console, string title)
    {
        _console = console;
        _table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded).Expand();
        string[] columns = ["time (UTC)", "device", "camera", "kind", "phase", "zone", "class", "sure", "payload in MQTT", ""];
        foreach (string column in columns)
        {
            _table.AddColumn(column);
        }
    }

    /// <inheritdoc/>
    public Task RunAsync(Func<Task> work) => _console.Live(_table).StartAsync(async context =>
    {
        _refresh = context.Refresh;
        context.Refresh();
        await work();
    });

    /// <inheritdoc/>
    public void Show(Reading reading)
    {
        switch (reading)
        {
            case Reading.OfEvent happened:
                Missing(happened.Device, happened.Record.Identity, happened.Entry);
                Add(happened);
                break;
            case Reading.OfGap loss:
                Missing(loss.Device, loss.Record.Identity, loss.Entry);
                Alarm(Wording.Clock(loss.Record.Time), Wording.Device(loss.Device), "GIVEN UP", Wording.Lost(loss.Record));
                break;
            case Reading.OfCount count:
                Missing(count.Device, count.Record.Identity, count.Entry);
                Say(Wording.Count(count));
                break;
            case Reading.OfShadow shadow:
                Missing(shadow.Device, shadow.Record.Identity, shadow.Entry);
                AddRow("bold", [Wording.Clock(shadow.Record.Time), Wording.Device(shadow.Device), "", "SHADOW", "", "", "", "", "", ShadowWording.Sentence(shadow)]);
                break;
            case Reading.OfClock clock:
                Missing(clock.Device, clock.Record.Identity, clock.Entry);
                Say(Wording.Set(clock));
                break;
            case Reading.OfContext context:
                Missing(context.Device, context.Record.Identity, context.Entry);
                Say(Wording.Context(context));
                break;
            case Reading.OfStatus status:
                Say(Wording.Status(status));
                break;
            case Reading.Unreadable unreadable:
                Alarm("", "", "NOT READABLE", Wording.Unreadable(unreadable));
                break;
        }
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
        _table.Caption(Markup.Escape(line));
        _refresh();
    }

    /// <inheritdoc/>
    public void Finish(WatchTotals totals) => _console.WriteLine(totals.ToString());

    private void Add(Reading.OfEvent reading)
    {
        string colour = reading.Entry.Repeated ? "grey" : reading.Record.Phase == EventPhase.Start ? "bold" : "default";
        AddRow(colour,
        [
            Wording.Clock(reading.Record.Time),
            Wording.Device(reading.Device),
            Wording.Camera(reading),
            EventKinds.Name(reading.Record.Kind),
            EventPhases.Name(reading.Record.Phase),
            Wording.Zone(reading),
            Wording.Class(reading),
            Wording.Confidence(reading),
            $"{reading.Arrival.Payload.Length} in {reading.Arrival.PacketBytes} B",
            Wording.Marks(reading),
        ]);
    }

    private void Missing(Topics device, Identity identity, Entry entry)
    {
        if (entry.Missing is uint missing)
        {
            Alarm("", Wording.Device(device), "MISSING", $"{missing}, before {identity.Sequence}");
        }
    }

    private void Alarm(string time, string device, string what, string detail) =>
        AddRow("red", [time, device, "", what, "", "", "", "", "", detail]);

    private void AddRow(string style, string[] cells)
    {
        _table.AddRow([.. cells.Select(cell => new Markup($"[{style}]{Markup.Escape(cell)}[/]"))]);
        while (_table.Rows.Count > Math.Max(LeastRows, _console.Profile.Height - OtherLines))
        {
            _table.RemoveRow(0);
        }

        _refresh();
    }
}
