using System.Diagnostics;
using System.Globalization;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>The boxes' process from outside.</summary>
internal sealed class TownBoxes : IDisposable
{
    private readonly Process _process;

    private TownBoxes(Process process) => _process = process;

    /// <summary>Starts it, and waits until all boxes are connected.</summary>
    public static TownBoxes Start(int port, string folder)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["town-boxes", port.ToString(CultureInfo.InvariantCulture), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        TownBoxes boxes = new(Process.Start(start)!);
        boxes.Hear("ready");
        return boxes;
    }

    /// <summary>What it has computed since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Lets them say their events; ends when all are said.</summary>
    public Task SayAsync(string site, long start, int count)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{site} {start} {count}"));
        _process.StandardInput.Flush();
        return Task.Run(() => Hear("done"));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Hear(string word)
    {
        if (_process.StandardOutput.ReadLine() is var line && line != word)
        {
            throw new InvalidOperationException($"The boxes' process says '{line}' instead of '{word}'.");
        }
    }
}
