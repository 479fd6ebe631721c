namespace Vigie.Edgectl.Watch;

/// <summary>A line for each reading, for a log or a pipe. What concerns the connection goes to standard error.</summary>
public sealed class PlainView(TextWriter output, TextWriter errors) : IView
{
    /// <inheritdoc/>
    public Task RunAsync(Func<Task> work) => work();

    /// <inheritdoc/>
    public void Show(Reading reading)
    {
        switch (reading)
        {
            case Reading.OfEvent happened:
                Write(Wording.Missing(happened.Arrival.Topic, happened.Record.Identity, happened.Entry));
                Write(Line(happened));
                break;
            case Reading.OfGap loss:
                Write(Wording.Missing(loss.Arrival.Topic, loss.Record.Identity, loss.Entry));
                Write($"GIVEN UP by {Wording.Device(loss.Device)}: {Wording.Lost(loss.Record)}");
                break;
            case Reading.OfCount { Entry.Repeated: false } count:
                Write(Wording.Missing(count.Arrival.Topic, count.Record.Identity, count.Entry));
                Write(Wording.Count(count));
                break;
            case Reading.OfShadow { Entry.Repeated: false } shadow:
                Write(Wording.Missing(shadow.Arrival.Topic, shadow.Record.Identity, shadow.Entry));
                Write(ShadowWording.Of(shadow));
                break;
            case Reading.OfClock { Entry.Repeated: false } clock:
                Write(Wording.Missing(clock.Arrival.Topic, clock.Record.Identity, clock.Entry));
                Write(Wording.Set(clock));
                break;
            case Reading.OfContext { Entry.Repeated: false } context:
                Write(Wording.Missing(context.Arrival.Topic, context.Record.Identity, context.Entry));
                Write(Wording.Context(context));
                break;
            case Reading.OfStatus status:
                Write(Wording.Status(status));
                break;
            case Reading.Unreadable unreadable:
                Write("NOT READABLE, " + Wording.Unreadable(unreadable));
                break;
        }
    }

    /// <inheritdoc/>
    public void Say(string line) => errors.WriteLine(line);

    /// <inheritdoc/>
    public void Finish(WatchTotals totals) => Write(totals.ToString());

    private static string Line(Reading.OfEvent reading)
    {
        string[] parts =
        [
            Wording.Time(reading.Record.Time),
            Wording.Device(reading.Device),
            Wording.Camera(reading),
            Contract.EventKinds.Name(reading.Record.Kind) + " " + Contract.EventPhases.Name(reading.Record.Phase),
            Wording.Zone(reading),
            Wording.Class(reading),
            Wording.Confidence(reading),
            Wording.Bytes(reading.Arrival),
            Wording.Marks(reading),
        ];
        return string.Join("  ", parts.Where(part => part.Length > 0));
    }

    private void Write(string? line)
    {
        if (line is not null)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
