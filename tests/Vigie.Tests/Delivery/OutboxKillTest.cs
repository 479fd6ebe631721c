using System.Buffers.Binary;
using System.Diagnostics;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>
/// A real process, killed at random moments: this test's own executable runs its first fact again, with a folder to write to, until
/// it is killed. (The kernel survives: power cuts are for the chaos harness.)
/// </summary>
public sealed class OutboxKillTest
{
    private const string FolderVariable = "VIGIE_TEST_OUTBOX_TO_WRITE_UNTIL_KILLED";
    private const int WordBytes = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_writer_was_told_is_durable_is_there()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (folder is not null)
        {
            await WriteAsync(folder, long.MaxValue);
        }

        using var bench = new OutboxBench();
        await WriteAsync(bench.Root, 200);
        using Outbox outbox = bench.Open();
        Assert.Equal(ToldDurable(bench.Root), OutboxBench.Drain(outbox).Select(record => record.Id));
    }

    [Fact]
    public async Task A_writer_killed_at_any_moment_loses_nothing_that_it_was_told_is_durable()
    {
        using var bench = Roomy();
        var random = new Random(7);
        var seen = new HashSet<RecordId>();
        var delivered = new HashSet<RecordId>();
        for (int kill = 0; kill < Thorough.Times(3, 8); kill++)
        {
            await RunAndKillAsync(bench, random.Next(1, 100), random.Next(0, 20));
            using Outbox outbox = bench.Open();
            List<OutboxRecord> records = OutboxBench.Drain(outbox);
            Assert.Equal(0, outbox.Status.Lost);
            Assert.DoesNotContain(records, record => record.Message.Topic == "gap");
            Assert.Equal(records.Select(record => record.Number).Order(), records.Select(record => record.Number));
            Assert.DoesNotContain(records, record => delivered.Contains(record.Id));
            seen.UnionWith(records.Select(record => record.Id));
            Assert.Subset(seen, ToldDurable(bench.Root).ToHashSet());
            if (records.Count > 0)
            {
                outbox.Advance(records[records.Count / 2]);
                delivered.UnionWith(records.Take((records.Count / 2) + 1).Select(record => record.Id));
            }
        }

        Assert.True(seen.Count > Thorough.Times(100, 400), $"only {seen.Count} records were written");
    }

    /// <summary>A bench whose cap no disk reaches in the time that a writer has: giving up the oldest is not what is tested here.</summary>
    private static OutboxBench Roomy(string? folder = null)
    {
        var bench = new OutboxBench(folder);
        bench.Options = bench.Options with { CapBytes = 1_000_000_000 };
        return bench;
    }

    // How far it comes counts in groups, not in time: a busy machine is slow, and wherever in a group's life the kill falls is left to the wait.
    private static async Task RunAndKillAsync(OutboxBench bench, int groups, int milliseconds)
    {
        long enough = ToldBytes(bench.Root) + (groups * WordBytes);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(OutboxKillTest).FullName}.{nameof(What_a_writer_was_told_is_durable_is_there)}");
        start.Environment[FolderVariable] = bench.Root;
        using Process writer = Process.Start(start)!;
        try
        {
            await Eventually.IsTrueAsync(() => ToldBytes(bench.Root) >= enough || writer.HasExited, "the writer should write", seconds: 60);
            Assert.False(writer.HasExited, "the writer ended by itself");
            await Task.Delay(milliseconds, Cancel);
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(Cancel);
        }
    }

    private static async Task WriteAsync(string root, long groups)
    {
        using Outbox outbox = Roomy(root).Open();
        using var told = new FileStream(Path.Combine(root, "told"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        byte[] word = new byte[WordBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(word, outbox.Boot);
        for (long group = 0; group < groups; group++)
        {
            ulong last = 0;
            for (int i = 0; i <= group % 7; i++)
            {
                last = OutboxBench.Append(outbox, filler: (int)(group % 300));
            }

            await outbox.FlushAsync(Cancel);
            BinaryPrimitives.WriteUInt64LittleEndian(word.AsSpan(8), last);
            told.Write(word);
        }
    }

    /// <summary>Names of all that any writer was told is durable: it notes the last of each group.</summary>
    private static IEnumerable<RecordId> ToldDurable(string root)
    {
        var last = new Dictionary<ulong, uint>();
        byte[] told = File.ReadAllBytes(Path.Combine(root, "told"));
        for (int at = 0; at + WordBytes <= told.Length; at += WordBytes)
        {
            last[BinaryPrimitives.ReadUInt64LittleEndian(told.AsSpan(at))] = BinaryPrimitives.ReadUInt32LittleEndian(told.AsSpan(at + 8));
        }

        foreach ((ulong boot, uint sequence) in last)
        {
            for (uint i = 1; i <= sequence; i++)
            {
                yield return new RecordId(boot, i);
            }
        }
    }

    private static long ToldBytes(string root)
    {
        var file = new FileInfo(Path.Combine(root, "told"));
        return file.Exists ? file.Length : 0;
    }
}
