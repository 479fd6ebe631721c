using Vigie.Contract;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Contract;
using Vigie.Tests.Trust.Journal;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>Heads that contradict each other, and heads that only came late.</summary>
public sealed class WitnessTest
{
    private static readonly JournalHeadRecord Head = Samples.JournalHead;

    private static readonly byte[] OtherHash = new byte[JournalHeadRecord.HashBytes];

    public static TheoryData<string, string> Cases => new()
    {
        { "the next one", "" },
        { "a late one of the same boot", "" },
        { "a late one of an earlier boot", "" },
        { "another hash at the same number", "journal-forked" },
        { "a lower number in a later boot", "journal-went-back" },
        { "a lower number in another boot of the same counter", "journal-went-back" },
        { "a lower number, signed later in the same boot", "journal-went-back" },
        { "another journal", "journal-replaced" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_what_no_honest_box_does_is_an_alarm(string what, string kind)
    {
        JournalHeadRecord came = what switch
        {
            "the next one" => Head with { Number = Head.Number + 1, Hash = OtherHash },
            "a late one of the same boot" => Head with { Number = Head.Number - 1, Hash = OtherHash, Time = Head.Time.AddSeconds(-5) },
            "a late one of an earlier boot" => Head with { Number = Head.Number - 9, Hash = OtherHash, Boot = new(2, 1) },
            "another hash at the same number" => Head with { Hash = OtherHash },
            "a lower number in a later boot" => Head with { Number = Head.Number - 1, Hash = OtherHash, Boot = new(4, 1) },
            "a lower number in another boot of the same counter" => Head with { Number = Head.Number - 1, Hash = OtherHash, Boot = Head.Boot with { Nonce = 1 } },
            "a lower number, signed later in the same boot" => Head with { Number = Head.Number - 1, Hash = OtherHash, Time = Head.Time.AddSeconds(5) },
            _ => Head with { Journal = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 } },
        };
        string said = string.Join(' ', Witness.Contradictions(came, [Head]).Select(found => found.Kind));
        Assert.Equal(kind, said);
        Assert.Empty(Witness.Contradictions(came, []));
    }

    [Fact]
    public async Task A_disk_that_was_put_back_is_seen_and_the_heads_serve_a_verification()
    {
        using var journal = new JournalBench();
        using var bench = new HubBench();
        List<JournalHead> before = await journal.WriteAsync(3);
        string copy = Path.Combine(journal.Root, "copy");
        Copy(journal.Folder, copy);
        List<JournalHead> lost = await journal.WriteAsync(4);
        Directory.Delete(journal.Folder, recursive: true);
        Copy(copy, journal.Folder);
        List<JournalHead> after = await journal.WriteAsync(1);

        Assert.Empty(bench.Take(before.Concat(lost).Concat(before).Select(Message)).Alarms);
        Assert.Contains(bench.Take(after.Select(Message)).Alarms, alarm => alarm.StartsWith("reims/box-17: journal-", StringComparison.Ordinal));
        int alarms = bench.Alarms.Count;
        Assert.Empty(bench.Take(after.Select(Message)).Alarms);
        Assert.Equal(alarms, bench.Alarms.Count);
        Assert.Equal(
            before.Concat(lost).Concat(after).Select(head => Convert.ToHexString(head.Message.Span)),
            bench.Database.Read("SELECT hex(message) FROM head ORDER BY id", row => row.GetString(0)));
    }

    private static HubMessage Message(JournalHead head) =>
        new("vigie/1/reims/box-17/journal", ContentTypes.Cose, head.Message.ToArray(), false, Samples.Moment, () => Task.CompletedTask);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != "lock"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
