using System.Globalization;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Benchmarks;

/// <summary>What the motion gate makes of every clip below a folder: a row each, from ffmpeg's pictures.</summary>
internal static class GateTable
{
    private static readonly string[] Kinds = [".mp4", ".avi", ".mkv", ".mov"];

    /// <summary>Measures and prints.</summary>
    public static int Run(string folder)
    {
        Console.WriteLine("| clip | frames | s | open | looks | moving, median | other scene | pictures |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string clip in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Kinds.Contains(Path.GetExtension(file))).Order())
        {
            Console.WriteLine(Row(clip));
        }

        return 0;
    }

    private static string Row(string clip)
    {
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        using Frame frame = new FramePool(source.Format, 1).Rent();
        MotionGate gate = new(MotionOptions.Default);
        List<MotionReading> readings = [];
        SortedSet<PictureCondition> conditions = [];
        while (source.Read(frame))
        {
            readings.Add(gate.Look(frame));
            conditions.Add(gate.Condition);
        }

        float[] moving = [.. readings.Select(reading => reading.Moving).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(clip)} | {readings.Count} | {frame.At.TotalSeconds:0} | {readings.Average(reading => reading.Open ? 1.0 : 0):P0} | {readings.Average(reading => reading.LookDue ? 1.0 : 0):P0} | {moving[moving.Length / 2]:P2} | {readings.Count(reading => reading.SceneChanged)} | {string.Join(", ", conditions)} |");
    }
}
