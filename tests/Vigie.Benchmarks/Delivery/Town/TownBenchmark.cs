using System.Diagnostics;
using System.Globalization;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>
/// A town of boxes on one Mosquitto, at a fixed number of events a second: how many are lost, and how long each takes from when it is due to the control
/// room; beside as many messages of bare MQTT clients, in turn in one run. Then the broker is killed, and all boxes come back. One machine does all of it: what the
/// boxes' disks would do, the one disk of FOLDER does.
/// </summary>
internal static class TownBenchmark
{
    private const int Rounds = 3;
    private const int MostConnects = 100;
    private static readonly TownPlan Plan = new(Boxes: 1_000, Rate: 1_000);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Time for a word to reach the other process.
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(string folder, int seconds, bool savesEachChange)
    {
        string place = Directory.CreateDirectory(Path.Combine(folder, $"vigie-town-{Environment.ProcessId}")).FullName;
        try
        {
            Say($"{Plan.Boxes:N0} boxes, {Plan.Rate:N0} events/s, {seconds} s a round; {Environment.ProcessorCount} processors; disk: {new DriveInfo(place).DriveFormat}; the broker saves {(savesEachChange ? "at each change" : "once a second")}");
            using LocalBroker broker = new(Path.Combine(place, "broker"), savesEachChange);
            broker.Start();
            await using TownReceiver receiver = new(broker.Port);
            await UntilAsync(() => receiver.Connected, "the control room is connected");
            using TownBoxes boxes = TownBoxes.Start(broker.Port, Path.Combine(place, "boxes"));
            return await MeasureAsync(broker, receiver, boxes, seconds) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>The boxes' process.</summary>
    public static Task<int> RunBoxesAsync(int port, string folder) => new TownProcess(Plan, port, folder).RunAsync();

    private static async Task<bool> MeasureAsync(LocalBroker broker, TownReceiver receiver, TownBoxes boxes, int seconds)
    {
        List<TownRound> bare = [], full = [];
        for (int i = 0; i < Rounds; i++)
        {
            bare.Add(await PlayAsync(TownPlan.BareSite, i));
            full.Add(await PlayAsync(TownPlan.BoxSite, i));
        }

        Print("bare clients", bare);
        Print("boxes", full);
        (TownRound storm, int came, int peak) = await StormAsync(broker, receiver, boxes, PlayAsync);
        Say($"broker killed and started again, 1,000 events/s meanwhile: {came:N0} boxes came back, at most {peak} connections a second by the broker's log; {storm}, the last after {storm.Latencies()[^1] / 1_000:0.0} s");
        return full.Append(storm).All(round => round.Lost == 0) && came == Plan.Boxes && peak <= MostConnects;

        async Task<TownRound> PlayAsync(string site, int before)
        {
            long start = Stopwatch.GetTimestamp() + (long)(Notice.TotalSeconds * Stopwatch.Frequency);
            TownRound round = new(Plan, site, before * seconds * Plan.Rate / Plan.Boxes, start, seconds * Plan.Rate);
            receiver.Begin(round);
            TimeSpan computed = boxes.ProcessorTime;
            await boxes.SayAsync(site, start, seconds * Plan.Rate);
            round.Cores = (boxes.ProcessorTime - computed) / Stopwatch.GetElapsedTime(start);
            await PatientlyAsync(() => round.Lost == 0);
            return round;
        }
    }

    // While nothing is under way: what a broker takes with it is the harness's matter (tools/chaos).
    private static async Task<(TownRound Round, int Came, int Peak)> StormAsync(
        LocalBroker broker, TownReceiver receiver, TownBoxes boxes, Func<string, int, Task<TownRound>> playAsync)
    {
        (int before, int connected) = (receiver.Births, broker.Connections().Count);
        Task<TownRound> playing = playAsync(TownPlan.BoxSite, Rounds);
        broker.Kill();
        broker.Start();
        TownRound round = await playing;
        await PatientlyAsync(() => receiver.Births - before >= Plan.Boxes);
        return (round, receiver.Births - before, broker.Connections().Skip(connected).GroupBy(second => second).Max(group => group.Count()));
    }

    private static void Print(string who, List<TownRound> rounds)
    {
        double[] all = [.. rounds.SelectMany(round => round.Latencies()).Order()];
        Say($"{who}: {rounds.Sum(round => round.Received + round.Lost):N0} produced, {rounds.Sum(round => round.Received):N0} received, {rounds.Sum(round => round.Lost)} lost, {rounds.Sum(round => round.Duplicates)} duplicates; from due to arrival p50 {At(all, .5):0.0} ms, p95 {At(all, .95):0.0} ms, p99 {At(all, .99):0.0} ms (rounds: {string.Join(", ", rounds.Select(round => At(round.Latencies(), .99).ToString("0.0", CultureInfo.InvariantCulture)))}), most {all[^1]:0} ms; {rounds.Average(round => round.Cores):0.00} cores for their process");
    }

    private static double At(double[] ascending, double part) => ascending[(int)(part * (ascending.Length - 1))];

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        if (!await PatientlyAsync(condition))
        {
            throw new InvalidOperationException($"{what}: not within {Patience.TotalSeconds} s");
        }
    }

    private static async Task<bool> PatientlyAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(50);
        }

        return condition();
    }
}
