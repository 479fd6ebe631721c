using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Vigie.Benchmarks.Service;

/// <summary>One service with some cameras, a broker and a subscriber, as processes of their own; the service alone is measured.</summary>
internal sealed class ServiceRun : IDisposable
{
    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly List<Process> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-service-").FullName;

    public ServiceFigures Measure(string vigie, string edgectl, string clip, int cameras, TimeSpan duration)
    {
        string url = StartBroker(edgectl);
        long started = 0;
        TaskCompletionSource<TimeSpan> firstEvent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(edgectl, ["watch", "--broker", url, "--json"], line =>
        {
            if (line.Contains("\"signal\"", StringComparison.Ordinal) && Volatile.Read(ref started) is var from and not 0)
            {
                firstEvent.TrySetResult(Stopwatch.GetElapsedTime(from));
            }
        });
        // The subscriber is there before the service is.
        Thread.Sleep(2000);
        Process service = StartService(vigie, edgectl, Configure(url, clip, cameras), () => Volatile.Write(ref started, Stopwatch.GetTimestamp()));
        Thread.Sleep(Warmth);
        ServiceFigures figures = Watch(service, duration);
        return figures with { FirstEvent = firstEvent.Task.IsCompleted ? firstEvent.Task.Result : null };
    }

    /// <summary>Frames a second of one camera while nothing comes to its box, and while a flood of commands does, so many times in turn.</summary>
    public List<(double Quiet, double Flooded, int Sent)> Flood(string vigie, string edgectl, string clip, TimeSpan duration, int rounds)
    {
        string url = StartBroker(edgectl);
        StartService(vigie, edgectl, Configure(url, clip, 1), () => { });
        Thread.Sleep(Warmth);
        using CommandFlood flood = new(Path.Combine(_folder, "keys", "prefecture.pem"));
        flood.ConnectAsync(new Uri(url)).GetAwaiter().GetResult();
        List<(double, double, int)> found = [];
        for (int i = 0; i < rounds; i++)
        {
            int sent = 0;
            double quiet = FrameRate(vigie, () => Thread.Sleep(duration));
            found.Add((quiet, FrameRate(vigie, () => sent = flood.SendAsync(duration).GetAwaiter().GetResult()), sent));
        }

        return [.. found];
    }

    public void Dispose()
    {
        foreach (Process process in Enumerable.Reverse(_processes))
        {
            using (process)
            {
                Stop(process);
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static ServiceFigures Watch(Process service, TimeSpan duration)
    {
        ProcessTree tree = new(service.Id);
        long from = Stopwatch.GetTimestamp();
        double before = tree.ProcessorSeconds();
        Thread.Sleep(duration);
        if (service.HasExited)
        {
            throw new InvalidOperationException($"the service ended with {service.ExitCode}");
        }

        double cores = (tree.ProcessorSeconds() - before) / Stopwatch.GetElapsedTime(from).TotalSeconds;
        return new ServiceFigures(cores, tree.ProportionalMegabytes(), tree.RootMegabytes(), tree.Count(), null);
    }

    // In order, so that its children go with it; by force where it does not.
    private static void Stop(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        using (Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        if (!process.WaitForExit(Grace))
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private Process StartService(string vigie, string edgectl, string configuration, Action starts)
    {
        string keys = Path.Combine(_folder, "keys");
        Process trial = Start(edgectl, ["trial", configuration, "--keys", keys], _ => { });
        trial.WaitForExit();
        Start(edgectl, ["time", "answer", "--state", Path.Combine(_folder, "state"), "--key", Path.Combine(keys, "hub.pem"), "--follow"], _ => { });
        starts();
        return Start(vigie, ["run", "--config", configuration], _ => { });
    }

    private double FrameRate(string vigie, Action work)
    {
        (long before, long from) = (Frames(vigie), Stopwatch.GetTimestamp());
        work();
        (long after, long to) = (Frames(vigie), Stopwatch.GetTimestamp());
        return (after - before) / Stopwatch.GetElapsedTime(from, to).TotalSeconds;
    }

    // Frames that went through the pipeline of all cameras since the start.
    private long Frames(string vigie)
    {
        using Process status = Process.Start(
            new ProcessStartInfo(vigie, ["status", "--json", "--socket", Path.Combine(_folder, "state", "status.sock")]) { RedirectStandardOutput = true })!;
        string health = status.StandardOutput.ReadToEnd();
        status.WaitForExit();
        return JsonNode.Parse(health)!["cameras"]!.AsArray().Sum(camera => camera!["frames"]!.GetValue<long>());
    }

    private string StartBroker(string edgectl)
    {
        TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(edgectl, ["broker", "--port", "0"], line =>
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                address.TrySetResult(line.Split(' ')[2]);
            }
        });
        return address.Task.WaitAsync(Grace).GetAwaiter().GetResult();
    }

    private Process Start(string program, string[] arguments, Action<string> line)
    {
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _processes.Add(process);
        process.OutputDataReceived += (_, received) => line(received.Data ?? "");
        process.ErrorDataReceived += (_, received) => Console.Error.WriteLine(received.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Configure(string broker, string clip, int cameras)
    {
        JsonObject root = new()
        {
            ["site"] = "bench",
            ["device"] = "box",
            ["stateDirectory"] = Path.Combine(_folder, "state"),
            ["trust"] = new JsonObject { ["anchors"] = Path.Combine(_folder, "anchors.json"), ["time"] = "hub" },
            ["delivery"] = new JsonObject { ["broker"] = broker },
            ["cameras"] = new JsonArray([.. Enumerable.Range(1, cameras).Select(number => new JsonObject
            {
                ["name"] = $"camera-{number}",
                ["source"] = new JsonObject { ["url"] = $"file://{Path.GetFullPath(clip)}" },
                ["zones"] = new JsonArray(new JsonObject { ["name"] = "all", ["polygon"] = JsonNode.Parse("[[0,0],[1,0],[1,1],[0,1]]") }),
                ["rules"] = new JsonArray(new JsonObject { ["kind"] = "intrusion", ["zone"] = "all", ["dwell"] = "0s" }),
            })]),
        };
        string file = Path.Combine(_folder, "camera.json");
        File.WriteAllText(file, root.ToJsonString());
        return file;
    }
}
