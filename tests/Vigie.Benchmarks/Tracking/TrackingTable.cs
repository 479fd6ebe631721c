using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Tracking;

namespace Vigie.Benchmarks.Tracking;

/// <summary>
/// What trackers and models are worth on PETS 2009 S2.L1, by the judges' script: ours and plain SORT on the public detections, then the whole
/// pipeline with each model that is named.
/// </summary>
internal sealed class TrackingTable : IDisposable
{
    private const double FramesASecond = 10;

    // What SORT calls a detection: as much as begins a track of ours.
    private const float Sure = 0.5f;

    private readonly string _shared;
    private readonly string _tracks = Path.GetTempFileName();

    private TrackingTable(string shared) => _shared = shared;

    /// <summary>Measures and prints.</summary>
    /// <param name="shared">Folder with data and score.</param>
    /// <param name="models">Names or folders of models.</param>
    public static int Run(string shared, string[] models)
    {
        using TrackingTable table = new(shared);
        Console.WriteLine("| detections | tracker | MOTA | IDF1 | recall | precision | switches |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        ILookup<int, Detection> detections = Read(table.Data("detections_frcnn.txt"));
        table.Print("public, Faster R-CNN", "ours", writer => FollowWithOurs(detections, writer));
        table.Print("public, Faster R-CNN", "SORT", writer => FollowWithSort(detections, writer));
        foreach (string model in models)
        {
            table.PrintRow(Path.GetFileName(model), "ours, the whole pipeline", () => table.Replay(model));
        }

        return 0;
    }

    public void Dispose() => File.Delete(_tracks);

    private string Data(string file) => Path.Combine(_shared, "data", "pets09-s2l1", file);

    private static ILookup<int, Detection> Read(string path) => File.ReadLines(path)
        .Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
        .ToLookup(
            cells => (int)cells[0],
            cells => new Detection(Box.FromSize(cells[2], cells[3], cells[4], cells[5]), ObjectClasses.Person, cells[6]));

    private static void FollowWithOurs(ILookup<int, Detection> detections, StreamWriter writer)
    {
        Tracker tracker = new(new TrackerOptions());
        for (int frame = 1; frame <= detections.Max(group => group.Key); frame++)
        {
            foreach (Track track in tracker.Step(TimeSpan.FromSeconds(frame / FramesASecond), [.. detections[frame]]))
            {
                if (track.Seen)
                {
                    Write(writer, frame, track.Number, track.Box);
                }
            }
        }
    }

    private static void FollowWithSort(ILookup<int, Detection> detections, StreamWriter writer)
    {
        SortTracker tracker = new();
        for (int frame = 1; frame <= detections.Max(group => group.Key); frame++)
        {
            foreach ((int number, Box box) in tracker.Step([.. detections[frame].Where(one => one.Score >= Sure)]))
            {
                Write(writer, frame, number, box);
            }
        }
    }

    private static void Write(StreamWriter writer, int frame, int number, Box box) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{frame},{number},{box.Left:0.00},{box.Top:0.00},{box.Width:0.00},{box.Height:0.00},1,-1,-1,-1"));

    private void Print(string detections, string tracker, Action<StreamWriter> follow) => PrintRow(detections, tracker, () =>
    {
        using StreamWriter writer = new(_tracks);
        follow(writer);
    });

    private void PrintRow(string detections, string tracker, Action write)
    {
        write();
        using JsonDocument document = JsonDocument.Parse(Output(
            "python3", Path.Combine(_shared, "score", "mot_score.py"), Data("gt_every5_frames_1_to_400.txt"), _tracks, "--sampled", "--json"));
        JsonElement score = document.RootElement;
        string Share(string name) => score.GetProperty(name).GetDouble().ToString("0.000", CultureInfo.InvariantCulture);
        Console.WriteLine($"| {detections} | {tracker} | {Share("mota")} | {Share("idf1")} | {Share("recall")} | {Share("precision")} | {score.GetProperty("id_switches").GetInt32()} |");
    }

    private void Replay(string model) => Output(
        Path.Combine(AppContext.BaseDirectory, "vigie"), "replay", Data("vtest.avi"), "--model", model, "--fast", "--classes", "person", "--tracks", _tracks);

    private static string Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
    }
}
