using System.CommandLine;
using System.Diagnostics;
using Vigie.Chaos.Rows;

namespace Vigie.Chaos;

/// <summary><c>tools/chaos</c>: each fault in turn, and a table.</summary>
internal static class ChaosCommand
{
    private static readonly Option<bool> Thorough = new("--long") { Description = "Hours instead of minutes: 1,000,000 events, 1,000 kills, 200 power cuts." };

    private static readonly Option<string?> Only = new("--only") { Description = "Only the rows whose text has this in it." };

    private static readonly Option<bool> All = new("--all") { Description = "A row that this machine cannot do is a failure." };

    private static readonly Option<int> AtOnce = new("--at-once") { Description = "How many rows run beside each other.", DefaultValueFactory = _ => 3 };

    public static Task<int> RunAsync(string[] arguments)
    {
        RootCommand root = new("Lets everything fail that can fail between a box and a control room, and counts what arrives.") { Thorough, Only, All, AtOnce };
        root.SetAction(async (result, stop) =>
        {
            string? only = result.GetValue(Only);
            Row[] rows = [.. Programme.Rows.Where(row => only is null ? !row.OnlyLong || result.GetValue(Thorough) : row.Fault.Contains(only, StringComparison.OrdinalIgnoreCase))];
            if (rows.Length == 0)
            {
                await Console.Error.WriteLineAsync($"No row has '{only}' in it: " + string.Join("; ", Programme.Rows.Select(row => row.Fault)));
                return 2;
            }

            return await RunAsync(rows, result.GetValue(Thorough), result.GetValue(All), result.GetValue(AtOnce), stop);
        });
        // It is asked to end and takes down what it put up, however long that takes.
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
    }

    private static async Task<int> RunAsync(Row[] rows, bool thorough, bool all, int atOnce, CancellationToken stop)
    {
        Outcome[] outcomes = new Outcome[rows.Length];
        try
        {
            await Parallel.ForAsync(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop }, async (i, cancel) =>
            {
                outcomes[i] = await PlayAsync(rows[i], Array.IndexOf(Programme.Rows, rows[i]) + 1, thorough, cancel);
                await Console.Error.WriteLineAsync($"{outcomes[i].Verdict}: {rows[i].Fault} ({outcomes[i].Took.TotalSeconds:0} s) {outcomes[i].Note}");
            });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped; everything is taken down.");
            return 130;
        }

        Console.Out.Write(Report.Of(outcomes));
        bool good = outcomes.All(outcome => outcome.IsGood || (outcome.Skipped && !all)) && outcomes.Any(outcome => outcome.IsGood);
        return good ? 0 : 1;
    }

    private static async Task<Outcome> PlayAsync(Row row, int number, bool thorough, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await using var stage = new Stage(number, thorough, stop);
            (Tally tally, string note) = await row.PlayAsync(stage);
            return new Outcome(row, tally, tally.Problem is null ? note : $"{tally.Problem}; {note}", Stopwatch.GetElapsedTime(start));
        }
        catch (RowSkipped skipped)
        {
            return new Outcome(row, null, skipped.Message, Stopwatch.GetElapsedTime(start), Skipped: true);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // One row that breaks is one red row: the others still tell.
            return new Outcome(row, null, error is RowFailure ? error.Message : error.ToString(), Stopwatch.GetElapsedTime(start));
        }
    }
}
