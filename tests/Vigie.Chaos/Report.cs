using System.Globalization;
using Spectre.Console;

namespace Vigie.Chaos;

/// <summary>The table.</summary>
internal static class Report
{
    private const int Width = 1_000;

    public static string Of(IEnumerable<Outcome> outcomes)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumn("fault");
        foreach (string name in (string[])["produced", "acknowledged", "received", "duplicate", "gap", "lost", "s"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        table.AddColumn("verdict").AddColumn("what it showed");
        foreach (Outcome outcome in outcomes)
        {
            table.AddRow([
                Text(outcome.Row.Fault), .. Numbers(outcome.Tally), Text(Count((long)outcome.Took.TotalSeconds)), Text(outcome.Verdict), Text(outcome.Note),
            ]);
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Width;
        console.Write(table);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)) + '\n';
    }

    private static Text[] Numbers(Tally? tally) =>
        [.. (tally is null ? Enumerable.Repeat("", 6) : new[] { tally.Produced, tally.Acknowledged, tally.Received, tally.Duplicates, tally.GivenUp, tally.Lost }.Select(Count)).Select(Text)];

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Text Text(string text) => new(text);
}
