using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Spectre.Console;
using Vigie.Core;

namespace Vigie.Edgectl.Demo;

/// <summary>Starts broker, subscriber and box as processes of their own, and prints what goes between them.</summary>
/// <param name="options">What was asked.</param>
/// <param name="programs">Where the programs lie.</param>
internal sealed class DemoRun(DemoOptions options, DemoPrograms programs)
{
    private static readonly TimeSpan LastArrivals = TimeSpan.FromSeconds(3);

    private const int WidthOfAPipe = 1000;

    private readonly DemoScreen _screen = new(MakeConsole());
    private readonly DateTimeOffset _start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Runs the demo to its end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="Fault">One of the programs could not do its part.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (!File.Exists(options.Clip))
        {
            throw new Fault(FaultKind.Unavailable, options.Clip, "there is no such clip", "Give the path of a video file with --clip.");
        }

        string folder = Path.Combine(CacheFolder(), "demo", _start.ToString("yyyyMMdd-HHmmss", null));
        Directory.CreateDirectory(folder);
        await using Companion? started = options.Broker is null ? StartBroker() : null;
        string broker = options.Broker ?? (await started!.Ready).Split(' ').First(word => word.StartsWith("mqtt://", StringComparison.Ordinal));
        await using Companion watch = new(
            "edgectl watch",
            programs.Edgectl,
            ["watch", "--broker", broker, "--site", "demo", "--json"],
            "connected",
            line => _screen.Show(line, _start));
        await watch.Ready.WaitAsync(stop);
        _screen.Introduce(options, broker);
        using JsonDocument summary = await ReplayAsync(folder, broker, stop);
        await WaitForLastAsync(summary.RootElement, stop);
        _screen.Conclude(summary.RootElement);
        return 0;
    }

    // A file or a pipe has no width at which a line would have to be broken.
    private static IAnsiConsole MakeConsole()
    {
        IAnsiConsole console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfAPipe;
        }

        return console;
    }

    private static string CacheFolder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(string.IsNullOrEmpty(cache) ? Path.Combine(home, ".cache") : cache, "vigie");
    }

    private Companion StartBroker() => new(
        "edgectl broker", programs.Edgectl, ["broker", "--port", "0"], "mqtt://", _ => { });

    private async Task<JsonDocument> ReplayAsync(string folder, string broker, CancellationToken stop)
    {
        string configuration = Path.Combine(folder, "config.json");
        await File.WriteAllTextAsync(configuration, DemoScene.Configuration(options.Clip, broker, Path.Combine(folder, "state")), stop);
        string[] arguments =
        [
            "replay", options.Clip, "--config", configuration, "--json", "--start-time", _start.ToString("O"),
            "--events", Path.Combine(folder, "events.jsonl"), "--sheet", Path.Combine(folder, "contact-sheet.png"),
            .. options.Fast ? ["--fast"] : Array.Empty<string>(),
        ];
        BufferedCommandResult replay = await Cli.Wrap(programs.Vigie)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Console.OutputEncoding, Console.OutputEncoding, CancellationToken.None, stop);
        stop.ThrowIfCancellationRequested();
        if (replay.ExitCode != 0)
        {
            throw new Fault(FaultKind.Unavailable, "vigie replay", replay.StandardError.Trim().TrimEnd('.'), "Mend what it says and start the demo again.");
        }

        return JsonDocument.Parse(replay.StandardOutput);
    }

    // The broker has acknowledged everything; the subscriber may still be reading.
    private async Task WaitForLastAsync(JsonElement summary, CancellationToken stop)
    {
        int sent = summary.GetProperty("events").EnumerateObject().Sum(one => one.Value.GetInt32());
        long started = TimeProvider.System.GetTimestamp();
        while (_screen.Events < sent && TimeProvider.System.GetElapsedTime(started) < LastArrivals)
        {
            await Task.Delay(20, stop);
        }

        if (_screen.Events < sent)
        {
            throw new Fault(
                FaultKind.Unavailable,
                "edgectl watch",
                $"only {_screen.Events} of {sent} events arrived",
                "Look into the events.jsonl of the demo's folder for what was said, and report this.");
        }
    }
}
