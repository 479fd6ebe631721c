using Vigie.Core;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>What a journal makes of what a power cut left, at every byte; and of damage that is none.</summary>
public sealed class JournalRecoveryTest : IDisposable
{
    private readonly JournalBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    /// <summary>Cut within the last groups (record and head each), bare, with zeros behind, and with garbage behind.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(200, 0)]
    [InlineData(200, 0x5A)]
    public async Task A_power_cut_at_any_byte_costs_what_was_not_whole_and_is_said(int behind, byte filler)
    {
        List<JournalHead> heads = await _bench.WriteAsync(3);
        string file = _bench.LastFile;
        byte[] whole = File.ReadAllBytes(file);
        List<JournalItem> items = JournalBench.Items(file);
        byte[] garbage = [.. Enumerable.Repeat(filler, behind)];
        // What stands behind changes nothing in how the cut itself is found: every byte of the last group bare, some of the last two with something behind.
        for (int cut = items[^(behind == 0 ? 2 : 4)].Offset; cut < whole.Length; cut += behind == 0 ? 1 : 11)
        {
            File.WriteAllBytes(file, [.. whole.AsSpan(0, cut), .. garbage]);
            int good = items.Where(item => item.End <= cut).Max(item => item.End);
            int records = items.Count(item => item.Kind == JournalItemKind.Record && item.End <= good);
            using (BoxJournal journal = _bench.Open())
            {
                await journal.AppendAsync(JournalKind.CommandRefused, null, Cancel);
            }

            bool unsigned = items.Last(item => item.End <= good).Kind == JournalItemKind.Record;
            CheckSaid(cut - good + behind, unsigned, records);
            CheckVerified(heads, good, items);
            File.Delete(file);
        }
    }

    /// <summary>Nothing in it had ever been told to anybody.</summary>
    [Fact]
    public async Task A_first_file_torn_in_its_first_record_begins_anew()
    {
        await _bench.WriteAsync(0);
        string file = _bench.LastFile;
        byte[] whole = File.ReadAllBytes(file);
        int first = JournalBench.Items(file)[1].End;
        for (int cut = 0; cut < first; cut += 3)
        {
            File.WriteAllBytes(file, whole[..cut]);
            await _bench.WriteAsync(1);
            Assert.True(_bench.Verify().IsIntact);
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_new_file_torn_in_its_first_record_is_as_if_it_never_was()
    {
        _bench.Options = _bench.Options with { FileBytes = 8192 };
        using (BoxJournal journal = _bench.Open())
        {
            while (_bench.Files.Length < 2)
            {
                await journal.AppendAsync(JournalKind.SignalRaised, null, Cancel);
            }
        }

        string second = _bench.Files[1];
        byte[] whole = File.ReadAllBytes(second);
        int first = JournalBench.Items(second)[1].End;
        string image = _bench.Copy("image");
        for (int cut = 0; cut < first; cut += 13)
        {
            _bench.Restore(image);
            File.WriteAllBytes(second, whole[..cut]);
            await _bench.WriteAsync(1);
            Assert.True(_bench.Verify().IsIntact);
        }
    }

    [Fact]
    public async Task Damage_before_a_signed_head_is_no_torn_write_and_nothing_is_cut()
    {
        List<JournalHead> heads = await _bench.WriteAsync(10);
        string file = _bench.LastFile;
        byte[] bytes = File.ReadAllBytes(file);
        bytes[JournalBench.Items(file).First(item => item.Kind == JournalItemKind.Record && JournalBench.Entry(item).Number == 6).Offset + 40] ^= 1;
        File.WriteAllBytes(file, bytes);
        heads.AddRange(await _bench.WriteAsync(2));
        Assert.Equal(bytes, File.ReadAllBytes(file));
        Assert.Equal(2, _bench.Files.Length);
        JournalEntry said = Assert.Single(JournalReader.Read(_bench.Folder), entry => entry.Kind == JournalKind.Recovered);
        Assert.Equal(Path.GetFileName(file), said.Detail.Text("damaged"));
        Verdict verdict = _bench.Verify(heads);
        Assert.Equal("damaged", verdict.Outcome);
        Assert.Equal(heads[^1].Record.Number, verdict.WitnessedTo);
    }

    [Fact]
    public async Task A_last_file_without_a_readable_record_is_kept_as_evidence_and_the_box_says_what_to_do()
    {
        await _bench.WriteAsync(3);
        byte[] bytes = File.ReadAllBytes(_bench.LastFile);
        List<JournalItem> items = JournalBench.Items(_bench.LastFile);
        foreach (JournalItem item in items.Where(item => item.Kind == JournalItemKind.Record))
        {
            bytes[item.Offset + 20] ^= 1;
        }

        File.WriteAllBytes(_bench.LastFile, bytes);
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => _bench.Open()).Kind);
        Assert.Equal(bytes, File.ReadAllBytes(_bench.LastFile));
    }

    private void CheckSaid(int cutBytes, bool unsigned, int records)
    {
        List<JournalEntry> entries = [.. JournalReader.Read(_bench.Folder)];
        JournalEntry? said = entries.SingleOrDefault(entry => entry.Kind == JournalKind.Recovered);
        Assert.Equal(cutBytes > 0 || unsigned, said is not null);
        Assert.Equal(cutBytes > 0 ? cutBytes : null, said?.Detail.Number("cut-bytes"));
        Assert.Equal(unsigned ? 1 : null, said?.Detail.Number("unsigned"));
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number), entries.Select(entry => entry.Number));
        Assert.Equal(JournalKind.CommandRefused, entries[^1].Kind);
        Assert.InRange(entries.Count - records, 2, 3);
    }

    private void CheckVerified(List<JournalHead> heads, int good, List<JournalItem> items)
    {
        // What the box had told nobody is no loss; a head that it had told a witness is missed.
        int kept = items.Count(item => item.Kind == JournalItemKind.Head && item.End <= good);
        Verdict verdict = _bench.Verify(heads.Take(kept));
        Assert.True(verdict.IsIntact, string.Join(" ", verdict.Findings));
        bool allRecords = items.Count(item => item.Kind == JournalItemKind.Record) == items.Count(item => item.Kind == JournalItemKind.Record && item.End <= good);
        Assert.Equal(allRecords, _bench.Verify(heads).IsIntact);
    }
}
