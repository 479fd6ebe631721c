using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>Old files go and leave a signed stub; whoever takes them away without one is found out.</summary>
public sealed class JournalRetentionTest : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly JournalBench _bench = new();
    private readonly SettableClock _time = new(Begin);
    private bool _trusted = true;

    public JournalRetentionTest() => _bench.Options = _bench.Options with
    {
        FileBytes = 8192,
        Retention = TimeSpan.FromDays(30),
        TimeTrusted = () => _trusted,
    };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Rotated_the_rest_is_intact_and_agrees_with_older_heads()
    {
        List<JournalHead> heads = await DaysAsync(60);
        Verdict verdict = _bench.Verify(heads);
        Assert.Equal("intact", verdict.Outcome);
        Assert.Equal(FindingKind.Rotated, Assert.Single(verdict.Findings).Kind);
        Assert.InRange(verdict.First, 2, verdict.Last);
        JournalEntry oldest = JournalReader.Read(_bench.Folder).First();
        Assert.InRange(oldest.Time, _time.GetUtcNow().AddDays(-45), _time.GetUtcNow().AddDays(-25));
        Assert.Equal(verdict.First, heads[^1].Record.FirstKept);
        // The head of the last dropped record must be the one that the stub names.
        JournalHead forged = JournalHead.Sign(
            _bench.Key, heads.Single(head => head.Record.Number == verdict.First - 1).Record with { Hash = new byte[32] });
        Assert.Equal("forked", _bench.Verify([forged]).Outcome);
    }

    [Fact]
    public async Task Files_that_are_taken_away_without_a_stub_are_missed()
    {
        List<JournalHead> heads = await DaysAsync(25);
        Assert.True(_bench.Files.Length > 3);
        File.Delete(_bench.Files[0]);
        Assert.Equal("start-missing", _bench.Verify(heads).Outcome);
    }

    [Fact]
    public async Task One_file_more_than_the_stub_says_is_missed()
    {
        List<JournalHead> heads = await DaysAsync(60);
        File.Delete(_bench.Files[0]);
        Assert.False(_bench.Verify(heads).IsIntact);
    }

    [Fact]
    public async Task A_clock_that_nobody_trusts_deletes_nothing()
    {
        _trusted = false;
        await DaysAsync(60);
        Assert.Equal(1, _bench.Verify().First);
    }

    [Fact]
    public async Task The_cap_counts_whatever_the_age()
    {
        _bench.Options = _bench.Options with { CapBytes = 20_000, Retention = TimeSpan.FromDays(10_000) };
        List<JournalHead> heads = await DaysAsync(60);
        Verdict verdict = _bench.Verify(heads);
        Assert.Equal("intact", verdict.Outcome);
        Assert.Contains("(size)", Assert.Single(verdict.Findings).Text, StringComparison.Ordinal);
        Assert.InRange(_bench.Files.Sum(file => new FileInfo(file).Length), 8_000, 30_000);
    }

    private async Task<List<JournalHead>> DaysAsync(int days)
    {
        List<JournalHead> heads = [];
        using BoxJournal journal = _bench.Open(_time);
        for (int day = 0; day < days; day++)
        {
            _time.Pass(TimeSpan.FromDays(1));
            for (int i = 0; i < 3; i++)
            {
                await journal.AppendAsync(JournalKind.SignalRaised, JournalDetail.Empty.With("day", day), TestContext.Current.CancellationToken);
                heads.Add(journal.Head);
            }
        }

        return heads;
    }
}
