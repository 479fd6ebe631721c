using CsCheck;
using Vigie.Contract;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>Whatever stands in a file, a text or a record: it is read in bounds, or refused; never a crash.</summary>
public sealed class JournalHostileTest
{
    private static readonly Gen<JournalDetail> Details = Gen.Select(
        Gen.String[0, 400], Gen.Long, Gen.Byte.Array[0, 64],
        (text, number, bytes) => JournalDetail.Empty.With("text", text).With("n", number).With("some-bytes", bytes.AsSpan()));

    private static readonly Gen<JournalEntry> Entries = Gen.Select(
        Gen.Long[1, JournalHeadRecord.MaximumRecordNumber], Gen.Long[0, 4_000_000_000_000], Gen.Bool, Gen.Int[0, int.MaxValue],
        Gen.Enum<JournalKind>(), Details, Gen.Byte.Array[32],
        (number, time, trusted, elapsed, kind, detail, previous) => new JournalEntry(
            number, DateTimeOffset.FromUnixTimeMilliseconds(time), trusted, TimeSpan.FromMilliseconds(elapsed),
            new Boot(3, 0xFFFFFFFF), kind, detail, previous, default));

    [Fact]
    public void Every_record_is_read_back() => Entries.Sample(entry =>
    {
        byte[] bytes = JournalRecordCodec.Encode(entry);
        Assert.InRange(bytes.Length, 1, JournalRecordCodec.MostBytes);
        Assert.True(JournalRecordCodec.TryDecode(bytes, out JournalEntry? read));
        Assert.Equal(entry.Detail.ToString(), read.Detail.ToString());
        Assert.Equal((entry.Number, entry.Time, entry.Kind, entry.Boot), (read.Number, read.Time, read.Kind, read.Boot));
        Assert.Equal(bytes, JournalRecordCodec.Encode(read));
    });

    /// <summary>What decodes is the one form: encoded again, it gives the same bytes.</summary>
    [Fact]
    public void What_is_changed_is_refused_or_is_another_record_in_the_one_form() =>
        Gen.Select(Entries, Gen.Int[0, 5000], Gen.Byte).Sample(iter: 20_000, assert: (entry, at, value) =>
        {
            byte[] bytes = JournalRecordCodec.Encode(entry);
            bytes[at % bytes.Length] = value;
            if (JournalRecordCodec.TryDecode(bytes, out JournalEntry? read))
            {
                Assert.Equal(bytes, JournalRecordCodec.Encode(read));
            }
        });

    [Fact]
    public void Any_bytes_are_taken_apart_without_a_byte_left_over() =>
        Gen.Select(Gen.Byte.Array[0, 300], Entries, Gen.Byte.Array[0, 300]).Sample((before, entry, after) =>
        {
            byte[] file = [.. before, .. JournalFraming.Frame(JournalItemKind.Record, JournalRecordCodec.Encode(entry)), .. after];
            List<JournalItem> items = [.. JournalFraming.Read(file)];
            Assert.Equal(file.Length, items.Sum(item => item.Length));
            Assert.Single(items, item => item.Kind == JournalItemKind.Record);
        });

    /// <summary>A file that looks like the start of an item at every fourth byte would be hashed for minutes without a budget.</summary>
    [Fact]
    public void A_file_of_beginnings_is_read_within_its_budget()
    {
        byte[] file = new byte[4 << 20];
        for (int at = 0; at + 8 <= file.Length; at += 8)
        {
            new byte[] { (byte)'V', (byte)'J', (byte)'R', 1, 0, 0x10, 0, 0 }.CopyTo(file, at);
        }

        JournalItem damage = Assert.Single(JournalFraming.Read(file));
        Assert.Equal((JournalItemKind.Damage, file.Length), (damage.Kind, damage.Length));
    }

    [Fact]
    public void What_a_stranger_chose_can_neither_fill_the_disk_nor_command_a_terminal()
    {
        JournalDetail detail = JournalDetail.Empty.With("by", "a\u001b[2Jb\u202Ec\nd" + new string('é', 1000) + "\ud800");
        Assert.StartsWith("a\ufffd[2Jb\ufffdc\ufffdd", detail.Text("by"), StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(detail.Text("by")!), 250, 256);
        Assert.Throws<ArgumentException>(() => JournalDetail.Empty.With("Not A Name", 1));
        Assert.Throws<ArgumentException>(() => Enumerable.Range(0, 13).Aggregate(JournalDetail.Empty, (filled, i) => filled.With($"n{i}", i)));
    }
}
