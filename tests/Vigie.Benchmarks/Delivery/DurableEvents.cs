using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery;

namespace Vigie.Benchmarks.Delivery;

/// <summary>
/// How many events a second become durable, and how long one waits for that, beside what the disk itself takes for an append and an
/// fsync; in turn, in one run.
/// </summary>
internal static class DurableEvents
{
    private const int Rounds = 5;
    private const int Single = 100;
    private const int Crowd = 20_000;
    private const int Writers = 64;

    public static int Run(string folder)
    {
        Directory.CreateDirectory(folder);
        string place = Path.Combine(folder, "outbox");
        using var outbox = Outbox.Open(new OutboxOptions { Folder = place }, new GapMessages(WireEncoding.Cbor, TimeProvider.System).Encode, NullLogger.Instance);
        List<double> disk = [], one = [], rate = [];
        for (int round = 0; round < Rounds; round++)
        {
            disk.AddRange(MeasureDisk(Path.Combine(folder, "raw")));
            one.AddRange(MeasureOne(outbox));
            rate.Add(MeasureMany(outbox).GetAwaiter().GetResult());
        }

        double fsync = Median(disk), durable = Median(one);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"append and fsync of 120 bytes, nothing else: p50 {fsync:0.00} ms, p95 {At(disk, .95):0.00} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one event until it is durable:             p50 {durable:0.00} ms, p95 {At(one, .95):0.00} ms; {durable / fsync:0.00} of the disk's own"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Writers} writers, each waiting for its own:      {Median(rate):0} durable events/s ({rate.Min():0} to {rate.Max():0})"));
        return 0;
    }

    private static List<double> MeasureDisk(string path)
    {
        List<double> times = [];
        byte[] record = new byte[120];
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int i = 0; i < Single; i++)
        {
            long start = Stopwatch.GetTimestamp();
            file.Write(record);
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static List<double> MeasureOne(Outbox outbox)
    {
        List<double> times = [];
        for (int i = 0; i < Single; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Append(outbox);
            outbox.FlushAsync().GetAwaiter().GetResult();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<double> MeasureMany(Outbox outbox)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Crowd / Writers; i++)
            {
                Append(outbox);
                await outbox.FlushAsync();
            }
        })));
        return Crowd / Writers * Writers / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Append(Outbox outbox)
    {
        if (!outbox.Append(Lane.Signals, outbox.NextSequence(), "event/intrusion"u8, "application/cbor"u8, new byte[44]))
        {
            throw new InvalidOperationException("The outbox took no more: " + outbox.Status);
        }
    }

    private static double Median(List<double> values) => At(values, .5);

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)(part * (values.Count - 1)));
}
