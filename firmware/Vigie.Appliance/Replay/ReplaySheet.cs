using System.Globalization;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Vision.Snapshots;

namespace Vigie.Appliance.Replay;

/// <summary>Collects what a contact sheet shows while a replay runs, and writes it at its end.</summary>
internal sealed class ReplaySheet : IDisposable
{
    private readonly ReplayPlan _plan;
    private readonly ContactSheet _sheet;
    private readonly FileStream _file;

    /// <summary>Begins the sheet of a plan; the file is opened at once, so that a wrong path is said before the clip runs.</summary>
    /// <exception cref="Fault">The file cannot be written.</exception>
    public ReplaySheet(ReplayPlan plan, string path)
    {
        _plan = plan;
        _file = OutputFile.Create(path, "--sheet");
        _sheet = new ContactSheet(
            Path.GetFileName(plan.Options.Clip),
            [.. plan.Camera.Zones.Select(zone => new SheetZone(zone.Number, zone.Name, zone.Shape))],
            [.. plan.Camera.Lines.Select(line => new SheetLine(line.Name, line.From, line.To))]);
    }

    /// <summary>Looks at a frame and what it gave.</summary>
    /// <param name="frame">The frame, masks burnt in.</param>
    /// <param name="outcome">Its tracks and events.</param>
    /// <param name="payloadBytes">Payload bytes of each of its events, in their order.</param>
    public void Look(Frame frame, FrameOutcome outcome, ReadOnlySpan<int> payloadBytes)
    {
        _sheet.Follow(frame, outcome.Tracks);
        for (int i = 0; i < outcome.Events.Length; i++)
        {
            if (outcome.Events[i].Phase == EventPhase.Start && !IsTold(outcome.Events, i))
            {
                AddMoment(frame, outcome, payloadBytes, i);
            }
        }
    }

    // Signals of one object that start in one frame are one picture: the first tells all.
    private static bool IsTold(ReadOnlySpan<SceneEvent> events, int index)
    {
        foreach (ref readonly SceneEvent earlier in events[..index])
        {
            if (earlier.Phase == EventPhase.Start && earlier.Track > 0 && earlier.Track == events[index].Track)
            {
                return true;
            }
        }

        return false;
    }

    private void AddMoment(Frame frame, FrameOutcome outcome, ReadOnlySpan<int> payloadBytes, int index)
    {
        SceneEvent first = outcome.Events[index];
        List<string> words = [], places = [];
        int bytes = 0;
        for (int i = index; i < outcome.Events.Length; i++)
        {
            ref readonly SceneEvent said = ref outcome.Events[i];
            if (i == index || (said.Phase == EventPhase.Start && said.Track > 0 && said.Track == first.Track))
            {
                words.Add($"{EventKinds.Name(said.Kind)} {WordOf(said)}");
                places.Add(PlaceOf(said));
                bytes += payloadBytes[i];
            }
        }

        _sheet.AddMoment(
            frame,
            outcome.Tracks,
            first.Track,
            first.Box,
            string.Create(CultureInfo.InvariantCulture, $"{frame.At:mm\\:ss\\.f}   {string.Join(", ", words)}"),
            string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", places.Distinct())}   {DetailOf(first)}{bytes} bytes"));
    }

    private string PlaceOf(in SceneEvent happened) => happened.Fault is { } fault ? TamperFaults.Name(fault) : _plan.Camera.Places[happened.Zone];

    private string DetailOf(in SceneEvent happened)
    {
        string label = happened.Class > 0 ? _plan.Model.Labels[_plan.Model.Classes.IndexOf(happened.Class)]
            : happened.Kind == EventKind.Gathering ? $"{happened.Count} together"
            : $"{happened.Count} in all";
        return happened.Fault is null ? string.Create(CultureInfo.InvariantCulture, $"{label} {happened.Confidence:P0}   ") : "";
    }

    private static string WordOf(in SceneEvent happened) =>
        happened.Kind == EventKind.Line ? happened.Outward ? "out" : "in" : EventPhases.Name(happened.Phase);

    /// <summary>Writes the picture.</summary>
    public void Save(ReplaySummary summary)
    {
        List<string> lines = [.. summary.Events.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} {one.Key}"))];
        lines.Add($"{summary.EventBytes} bytes of events and their contexts in all");
        lines.Add($"{summary.Tracks} objects followed in {summary.Frames} frames");
        lines.Add($"{ReplayReport.Megabytes(summary.VideoBytes)} of video not sent");
        _sheet.Save(_file, lines);
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sheet.Dispose();
        _file.Dispose();
    }
}
