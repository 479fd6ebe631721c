using System.Diagnostics;
using System.Globalization;
using Vigie.Tests.Delivery;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>A real process, killed at random moments: this test's own executable runs its first fact again, with a folder to write to.</summary>
public sealed class JournalKillTest
{
    private const string FolderVariable = "VIGIE_TEST_JOURNAL_TO_WRITE_UNTIL_KILLED";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_writer_was_told_is_durable_is_there_and_signed()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (folder is not null)
        {
            await WriteAsync(folder, long.MaxValue);
        }

        using var bench = new JournalBench();
        await WriteAsync(bench.Root, 50);
        Check(bench);
    }

    [Fact]
    public async Task A_writer_killed_at_any_moment_loses_nothing_that_it_was_told_is_durable()
    {
        using var bench = new JournalBench();
        var random = new Random(11);
        int kills = Thorough.Times(2, 6);
        for (int kill = 0; kill < kills; kill++)
        {
            await RunAndKillAsync(bench, random.Next(0, 300));
            Check(bench);
        }

        Assert.True(Told(bench.Root).Count >= kills);
    }

    private static void Check(JournalBench bench)
    {
        List<JournalHead> told = Told(bench.Root);
        Verdict verdict = bench.Verify(told);
        Assert.True(verdict.IsIntact, string.Join(" ", verdict.Findings));
        Assert.Equal(told[^1].Record.Number, verdict.WitnessedTo);
    }

    private static async Task RunAndKillAsync(JournalBench bench, int milliseconds)
    {
        int before = Told(bench.Root).Count;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(JournalKillTest).FullName}.{nameof(What_a_writer_was_told_is_durable_is_there_and_signed)}");
        start.Environment[FolderVariable] = bench.Root;
        using Process writer = Process.Start(start)!;
        try
        {
            await Eventually.IsTrueAsync(() => Told(bench.Root).Count > before || writer.HasExited, "the writer should write", seconds: 60);
            Assert.False(writer.HasExited, "the writer ended by itself");
            await Task.Delay(milliseconds, Cancel);
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(Cancel);
        }
    }

    private static async Task WriteAsync(string root, long records)
    {
        using var bench = new JournalBench(root);
        using BoxJournal journal = bench.Open();
        using var told = new FileStream(Path.Combine(root, "told"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (long i = 0; i < records; i++)
        {
            journal.Append(JournalKind.SignalRaised, JournalDetail.Empty.With("i", i));
            await journal.AppendAsync(JournalKind.CommandAccepted, JournalDetail.Empty.With("text", new string('x', (int)(i % 200))), Cancel);
            // As a witness would keep it: a line with a newline is whole.
            told.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{journal.Head.ToLine()}\n")));
        }
    }

    private static List<JournalHead> Told(string root)
    {
        string path = Path.Combine(root, "told");
        if (!File.Exists(path))
        {
            return [];
        }

        string text = File.ReadAllText(path);
        using var bench = new JournalBench(root);
        return [.. WitnessLog.Read("told", text[..(text.LastIndexOf('\n') + 1)].TrimEnd('\n').Split('\n'), bench.Key.Public).Heads.Select(head => head.Head)];
    }
}
