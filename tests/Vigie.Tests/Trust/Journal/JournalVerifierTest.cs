using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust.Journal;

/// <summary>Each way to falsify a journal is found, by its name, from the journal alone or with what a witness holds.</summary>
public sealed class JournalVerifierTest : IDisposable
{
    private readonly JournalBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_a_box_wrote_is_intact_up_to_its_last_head()
    {
        List<JournalHead> heads = [.. await _bench.WriteAsync(10), .. await _bench.WriteAsync(10)];
        Verdict verdict = _bench.Verify(_bench.Hub(heads), _bench.Town(heads));
        Assert.Equal("intact", verdict.Outcome);
        Assert.Empty(verdict.Findings);
        Assert.Equal((1, 23), (verdict.First, verdict.Last));
        Assert.Equal((23, 23), (verdict.SignedHead!.Record.Number, verdict.WitnessedTo));
        Assert.All(verdict.Witnesses, witness => Assert.Equal(heads.Count, witness.Heads.Count));
    }

    [Fact]
    public async Task A_running_box_is_verified_too()
    {
        await _bench.WriteAsync(3);
        using BoxJournal journal = _bench.Open();
        Assert.Equal("intact", _bench.Verify([journal.Head]).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task Truncated_a_witness_holds_a_later_head(int groups)
    {
        List<JournalHead> heads = await _bench.WriteAsync(10);
        // At a group's end: what is left is whole, chained and signed.
        List<JournalItem> items = JournalBench.Items(_bench.LastFile);
        Cut(items[^(2 * groups)].Offset);
        Assert.Equal("intact", _bench.Verify().Outcome);
        Verdict verdict = _bench.Verify(heads);
        Assert.Equal("truncated", verdict.Outcome);
        Assert.Contains(verdict.Findings, finding => finding.Number == heads[^1].Record.Number && finding.Text.Contains("its end was cut off", StringComparison.Ordinal));
        Assert.Equal(heads[^1].Record.Number - groups, verdict.WitnessedTo);
    }

    [Fact]
    public async Task Truncated_to_nothing_and_all_files_deleted()
    {
        List<JournalHead> heads = await _bench.WriteAsync(3);
        File.Delete(_bench.LastFile);
        Assert.False(_bench.Verify().IsIntact);
        Assert.False(_bench.Verify(heads).IsIntact);
    }

    [Fact]
    public async Task Edited_one_record_is_not_what_its_successor_was_written_after()
    {
        await _bench.WriteAsync(10);
        List<JournalItem> items = JournalBench.Items(_bench.LastFile);
        JournalBench.Rewrite(_bench.LastFile, items.Select(item => item.Kind == JournalItemKind.Record && JournalBench.Entry(item).Number == 6
            ? (item.Kind, JournalRecordCodec.Encode(JournalBench.Entry(item) with { Kind = JournalKind.CommandRefused }))
            : (item.Kind, item.Payload.ToArray())));
        Verdict verdict = _bench.Verify();
        Assert.Equal("edited", verdict.Outcome);
        Assert.Contains(verdict.Findings, finding => finding.Kind == FindingKind.Edited && finding.Number == 6);
    }

    [Fact]
    public async Task Edited_and_chained_anew_is_not_what_the_box_signed()
    {
        List<JournalHead> heads = await _bench.WriteAsync(10);
        Rechain(6);
        Verdict verdict = _bench.Verify();
        Assert.Equal("edited", verdict.Outcome);
        Assert.Contains(verdict.Findings, finding => finding.Kind == FindingKind.Edited && finding.Number == 6);
        Assert.Equal(5, verdict.SignedHead!.Record.Number);
        Assert.Equal("edited", _bench.Verify(heads).Outcome);
    }

    [Fact]
    public async Task Edited_and_without_the_heads_that_say_so()
    {
        List<JournalHead> heads = await _bench.WriteAsync(10);
        Rechain(6);
        List<JournalItem> items = JournalBench.Items(_bench.LastFile);
        int cut = items.FindIndex(item => item.Kind == JournalItemKind.Record && JournalBench.Entry(item).Number == 6);
        JournalBench.Rewrite(
            _bench.LastFile,
            items.Index().Where(item => item.Index < cut || item.Item.Kind != JournalItemKind.Head).Select(item => (item.Item.Kind, item.Item.Payload.ToArray())));
        Verdict alone = _bench.Verify();
        Assert.Equal(5, alone.SignedHead!.Record.Number);
        Assert.Contains(alone.Findings, finding => finding.Kind == FindingKind.UnsignedEnd && finding.Number == 6);
        Assert.Equal("edited", _bench.Verify(heads).Outcome);
    }

    [Fact]
    public async Task Edited_where_no_signature_is_left_at_all()
    {
        await _bench.WriteAsync(3);
        JournalBench.Rewrite(
            _bench.LastFile, JournalBench.Items(_bench.LastFile).Where(item => item.Kind != JournalItemKind.Head).Select(item => (item.Kind, item.Payload.ToArray())));
        Assert.Equal("edited", _bench.Verify().Outcome);
    }

    [Fact]
    public async Task Reordered_two_records_changed_places()
    {
        await _bench.WriteAsync(10);
        List<JournalItem> items = JournalBench.Items(_bench.LastFile);
        int sixth = items.FindIndex(item => item.Kind == JournalItemKind.Record && JournalBench.Entry(item).Number == 6);
        (items[sixth], items[sixth + 2]) = (items[sixth + 2], items[sixth]);
        JournalBench.Rewrite(_bench.LastFile, items.Select(item => (item.Kind, item.Payload.ToArray())));
        Verdict verdict = _bench.Verify();
        Assert.Contains(verdict.Findings, finding => finding.Kind == FindingKind.Reordered && finding.Number == 6);
        Assert.Equal("reordered", verdict.Outcome);
    }

    [Fact]
    public async Task Removed_a_group_is_missing_in_the_middle()
    {
        await _bench.WriteAsync(10);
        List<JournalItem> items = JournalBench.Items(_bench.LastFile);
        int sixth = items.FindIndex(item => item.Kind == JournalItemKind.Record && JournalBench.Entry(item).Number == 6);
        items.RemoveRange(sixth, 4);
        JournalBench.Rewrite(_bench.LastFile, items.Select(item => (item.Kind, item.Payload.ToArray())));
        Verdict verdict = _bench.Verify();
        Assert.Equal("removed", verdict.Outcome);
        Assert.Contains(verdict.Findings, finding => finding.Text.Contains("Records 6 to 7 are missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Damaged_bytes_in_the_middle_are_said_with_their_place()
    {
        await _bench.WriteAsync(10);
        byte[] bytes = File.ReadAllBytes(_bench.LastFile);
        bytes[JournalBench.Items(_bench.LastFile)[12].Offset + 30] ^= 1;
        File.WriteAllBytes(_bench.LastFile, bytes);
        Assert.Equal("damaged", _bench.Verify().Outcome);
    }

    [Fact]
    public async Task Forked_the_key_signed_two_histories()
    {
        List<JournalHead> heads = await _bench.WriteAsync(10);
        // Whoever holds key and disk writes another history of the same boot.
        List<(JournalItemKind Kind, byte[] Payload)> items = [.. JournalBench.Rechained(
            JournalBench.Items(_bench.LastFile), 6, entry => entry with { Detail = JournalDetail.Empty.With("command", "nothing happened") })];
        JournalEntry? last = null;
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Kind == JournalItemKind.Record)
            {
                Assert.True(JournalRecordCodec.TryDecode(items[i].Payload, out last));
            }
            else if (items[i].Kind == JournalItemKind.Head)
            {
                items[i] = (JournalItemKind.Head, JournalHead.Sign(_bench.Key, heads[0].Record with { Number = last!.Number, Hash = last.Hash }).Message.ToArray());
            }
        }

        JournalBench.Rewrite(_bench.LastFile, items);
        Assert.Equal("intact", _bench.Verify().Outcome);
        Verdict verdict = _bench.Verify(heads);
        Assert.Equal("forked", verdict.Outcome);
        Finding finding = verdict.Findings[0];
        Assert.Contains(Convert.ToHexStringLower(heads[4].Record.Hash.Span[..8]), finding.Text, StringComparison.Ordinal);
        Assert.Equal(5, verdict.WitnessedTo);
        // Two witnesses that were told different stories are enough: the journal itself is not needed for that.
        Assert.True(WitnessLog.TryOpen(items[^1].Payload, _bench.Key.Public, out JournalHead? other));
        Assert.Contains(
            _bench.Verify(_bench.Hub([other!]), _bench.Town(heads)).Findings,
            found => found.Kind == FindingKind.Forked && found.Text.Contains("town.txt", StringComparison.Ordinal) && found.Text.Contains("hub.jsonl", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public async Task Restored_an_old_disk_was_put_back_and_the_box_went_on(int after)
    {
        List<JournalHead> heads = await _bench.WriteAsync(5);
        string image = _bench.Copy("image");
        heads.AddRange(await _bench.WriteAsync(10));
        heads.AddRange(await _bench.WriteAsync(2));
        _bench.Restore(image);
        heads.AddRange(await _bench.WriteAsync(after));
        Verdict verdict = _bench.Verify(heads);
        Assert.Equal("restored", verdict.Outcome);
        Assert.Equal("intact", _bench.Verify().Outcome);
        // Even a witness that has only the last head of before.
        Assert.Equal("restored", _bench.Verify([heads[12]]).Outcome);
    }

    [Fact]
    public async Task Replaced_another_journal_stands_in_its_place()
    {
        List<JournalHead> heads = await _bench.WriteAsync(5);
        Directory.Delete(_bench.Folder, recursive: true);
        heads.AddRange(await _bench.WriteAsync(7));
        Assert.Equal("replaced", _bench.Verify(heads).Outcome);
    }

    [Fact]
    public async Task Wrong_key_is_said_once()
    {
        await _bench.WriteAsync(5);
        using SigningKey other = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Verdict verdict = JournalVerifier.Verify(_bench.Folder, other.Public, []);
        Assert.Equal("wrong-key", verdict.Outcome);
        Assert.Single(verdict.Findings);
    }

    [Fact]
    public async Task A_witness_is_read_with_other_boxes_and_nonsense_between()
    {
        List<JournalHead> heads = await _bench.WriteAsync(2);
        using var neighbour = new JournalBench();
        List<JournalHead> others = await neighbour.WriteAsync(1);
        byte[] forged = heads[^1].Message.ToArray();
        forged[^1] ^= 1;
        string?[] lines =
        [
            "# heads of Reims", "", heads[0].ToLine(), others[0].ToLine(), "what is this", null, $$"""{"head":7}""",
            System.Buffers.Text.Base64Url.EncodeToString(forged), heads[^1].ToLine(),
        ];
        WitnessLog witness = WitnessLog.Read("town.txt", lines, _bench.Key.Public);
        Assert.Equal([3, 9], witness.Heads.Select(head => head.Line));
        Assert.Equal(1, witness.Others);
        Assert.Equal([5, 6, 7, 8], witness.Bad);
        Verdict verdict = _bench.Verify(witness);
        Assert.Equal("intact", verdict.Outcome);
        Assert.Equal(FindingKind.BadWitness, Assert.Single(verdict.Findings).Kind);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_fault() => Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => _bench.Verify()).Kind);

    private void Cut(int length)
    {
        byte[] bytes = File.ReadAllBytes(_bench.LastFile);
        File.WriteAllBytes(_bench.LastFile, bytes[..length]);
    }

    private void Rechain(long number) => JournalBench.Rewrite(
        _bench.LastFile,
        [.. JournalBench.Rechained(JournalBench.Items(_bench.LastFile), number, entry => entry with { Kind = JournalKind.CommandRefused })]);
}
