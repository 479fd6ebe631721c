using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

public sealed class FactoryResetTest : IDisposable
{
    private readonly JournalBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_factory_reset_does_not_erase_the_journal_and_is_in_it()
    {
        List<JournalHead> heads = await _bench.WriteAsync(3);
        string state = _bench.Root;
        Directory.CreateDirectory(Path.Combine(state, "keys"));
        Directory.CreateDirectory(Path.Combine(state, "outbox", "quarantine"));
        File.WriteAllText(Path.Combine(state, "outbox", "ledger"), "x");
        File.WriteAllText(Path.Combine(state, "last-good.json"), "{}");
        using (BoxJournal journal = _bench.Open())
        {
            await FactoryReset.RunAsync(state, journal, "installer", TestContext.Current.CancellationToken);
        }

        Assert.Equal(["journal", "keys"], Directory.GetFileSystemEntries(state).Select(Path.GetFileName).Order());
        Assert.Equal("intact", _bench.Verify(heads).Outcome);
        JournalEntry last = JournalReader.Read(_bench.Folder).Last();
        Assert.Equal((JournalKind.FactoryReset, "installer"), (last.Kind, last.Detail.Text("by")));
    }
}
