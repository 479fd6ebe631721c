using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Tracking;

namespace Vigie.Tests.Scene;

/// <summary>The tracker apart from any detector of ours: public detections of PETS 2009 S2.L1, scored by the judges' own script.</summary>
public sealed class PetsTest
{
    private const double FramesASecond = 10;

    // These boxes fit the truth badly: taken one by one, 0.77 of the persons are met by 0.76 of the boxes. ByteTrack's own figures give MOTA 0.53, IDF1 0.42, 31 switches.
    [Fact]
    public async Task Public_detections_are_tracked_as_well_as_they_allow()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.Shared), "../shared absent");
        string folder = Path.Combine(Vision.Pictures.Shared, "data", "pets09-s2l1");
        string output = Path.GetTempFileName();
        try
        {
            Track(Path.Combine(folder, "detections_frcnn.txt"), output);
            JsonElement score = await ScoreAsync(Path.Combine(folder, "gt_every5_frames_1_to_400.txt"), output);
            string figures = score.GetRawText();
            TestContext.Current.TestOutputHelper?.WriteLine(figures);
            Assert.True(score.GetProperty("mota").GetDouble() >= 0.58, figures);
            Assert.True(score.GetProperty("idf1").GetDouble() >= 0.52, figures);
            Assert.True(score.GetProperty("id_switches").GetInt32() <= 28, figures);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static void Track(string detections, string output)
    {
        ILookup<int, Detection> frames = File.ReadLines(detections)
            .Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .ToLookup(
                cells => (int)cells[0],
                cells => new Detection(Box.FromSize(cells[2], cells[3], cells[4], cells[5]), ObjectClasses.Person, cells[6]));
        var tracker = new Tracker(new TrackerOptions());
        using var writer = new StreamWriter(output);
        for (int frame = 1; frame <= frames.Max(group => group.Key); frame++)
        {
            foreach (Track track in tracker.Step(TimeSpan.FromSeconds(frame / FramesASecond), [.. frames[frame]]))
            {
                if (track.Seen)
                {
                    writer.WriteLine(FormattableString.Invariant(
                        $"{frame},{track.Number},{track.Box.Left},{track.Box.Top},{track.Box.Width},{track.Box.Height},{track.Score},{track.Class},-1,-1"));
                }
            }
        }
    }

    private static async Task<JsonElement> ScoreAsync(string truth, string tracks)
    {
        string[] arguments = [Path.Combine(Vision.Pictures.Shared, "score", "mot_score.py"), truth, tracks, "--sampled", "--json"];
        using Process python = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true })!;
        string text = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, python.ExitCode);
        return JsonDocument.Parse(text).RootElement;
    }
}
