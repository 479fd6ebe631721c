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
        string configuration = Configure(url, clip, cameras), keys = Path.Combine(_folder, "keys");
        Process trial = Start(edgectl, ["trial", configuration, "--keys", keys], _ => { });
        trial.WaitForExit();
        Start(edgectl, ["time", "answer", "--state", Path.Combine(_folder, "state"), "--key", Path.Combine(keys, "hub.pem"), "--follow"], _ => { });
        Volatile.Write(ref started, Stopwatch.GetTimestamp());
        Process service = Start(vigie, ["run", "--config", configuration], _ => { });
        Thread.Sleep(Warmth);
        ServiceFigures figures = Watch(service, duration);
        return figures with { FirstEvent = firstEvent.Task.IsCompleted ? firstEvent.Task.Result : null };
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
