using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Vigie.Modelkit.Commands;

/// <summary>What a person reads while modelkit works: lines, and for what lasts a bar on a terminal or a line now and then elsewhere.</summary>
public sealed class Narration(TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>On standard output.</summary>
    public static Narration OnConsole() => new(Console.Out, !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive);

    /// <summary>For nobody.</summary>
    public static Narration Silent() => new(TextWriter.Null, isTerminal: false);

    public void Say(string line) => output.WriteLine(line);

    /// <summary>Does work that lasts; the work reports how far it is, in the unit of <paramref name="total"/>.</summary>
    public async Task<T> WatchAsync<T>(string what, double total, Func<Action<double>, Task<T>> work)
    {
        if (!isTerminal)
        {
            return await WatchPlainlyAsync(what, total, work);
        }

        T? result = default;
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: total);
                result = await work(done => task.Value = Math.Min(done, total));
                task.Value = total;
            });
        return result!;
    }

    private async Task<T> WatchPlainlyAsync<T>(string what, double total, Func<Action<double>, Task<T>> work)
    {
        Say(what + "…");
        Stopwatch since = Stopwatch.StartNew();
        TimeSpan next = Interval;
        return await work(done =>
        {
            if (since.Elapsed < next)
            {
                return;
            }

            next = since.Elapsed + Interval;
            Say(string.Create(CultureInfo.InvariantCulture, $"  {Math.Min(100, 100 * done / total):0} % after {since.Elapsed.TotalSeconds:0} s"));
        });
    }
}
