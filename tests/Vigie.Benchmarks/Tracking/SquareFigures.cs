using System.Diagnostics;
using System.Globalization;
using Vigie.Appliance.Pipeline;
using Vigie.Core;
using Vigie.Tests.Scene;

namespace Vigie.Benchmarks.Tracking;

/// <summary>What tracker and rules take on a busy square: time and memory of a frame with thirty tracks and twenty rules, and 24 hours at ten frames a second.</summary>
internal static class SquareFigures
{
    private const int Thirty = 34;
    private const double FrameSeconds = 0.1;
    private const int DayFrames = 24 * 3600 * 10;

    /// <summary>Measures and prints.</summary>
    public static int Run()
    {
        PrintFrame();
        PrintDay();
        return 0;
    }

    private static void PrintFrame()
    {
        SquareDay day = new(Thirty, new LaboratoryPermit());
        BusySquare square = new(Thirty, seed: 1);
        List<double> microseconds = [];
        double tracks = 0;
        long allocated = 0;
        for (int frame = 0; frame < 20_000; frame++)
        {
            ReadOnlySpan<Detection> detections = square.Next(FrameSeconds, Thirty);
            long before = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
            day.Follow(FrameSeconds, detections);
            double took = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            if (frame >= 5_000)
            {
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                microseconds.Add(took);
                tracks += day.Tracks;
            }
        }

        microseconds.Sort();
        Print($"{tracks / microseconds.Count:0.0} tracks in the mean, {day.RuleCount} rules: {microseconds[microseconds.Count / 2] / 1000:0.000} ms a frame in the middle, {microseconds[(int)(microseconds.Count * 0.99)] / 1000:0.000} ms in 99 of 100; {allocated} bytes in {microseconds.Count} frames");
    }

    private static void PrintDay()
    {
        SquareDay day = new(Thirty, new LaboratoryPermit());
        long started = Stopwatch.GetTimestamp(), first = 0;
        for (int frame = 0; frame < DayFrames; frame++)
        {
            if (frame == DayFrames / 24)
            {
                first = GC.GetAllocatedBytesForCurrentThread();
            }

            day.Step(FrameSeconds, SquareDay.WantedAt(TimeSpan.FromSeconds(frame * FrameSeconds), Thirty));
        }

        long grown = GC.GetAllocatedBytesForCurrentThread() - first;
        int open = day.Open;
        day.Finish();
        Print($"24 hours at ten frames a second in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {day.LastTrack} tracks, at most {day.MostTracks} at a time, {day.Starts} signals, {open} open at midnight and {day.Open} after the end, {day.Wrong} without their start or end; {grown} bytes allocated in the last 23 hours");
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
