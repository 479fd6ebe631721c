using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust.Journal;

/// <summary>A box's journal in a folder of its own, with what tests do to it.</summary>
internal sealed class JournalBench : IDisposable
{
    private readonly bool _owned;

    public JournalBench(string? root = null)
    {
        _owned = root is null;
        Root = root ?? Directory.CreateTempSubdirectory("vigie-journal-").FullName;
        string keyFile = Path.Combine(Root, "box.pem");
        Key = File.Exists(keyFile) ? KeyFile.Open(keyFile, () => "") : KeyFile.Create(keyFile);
        Options = new JournalOptions { Folder = Path.Combine(Root, "journal"), Box = "reims/box-17" };
    }

    public string Root { get; }

    public SigningKey Key { get; }

    public JournalOptions Options { get; set; }

    public string Folder => Options.Folder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public BoxJournal Open(TimeProvider? time = null, ILogger? logger = null) =>
        BoxJournal.Open(Options, Key, logger ?? NullLogger.Instance, time);

    /// <summary>One boot of so many records beyond those that opening writes; each in a group of its own.</summary>
    public async Task<List<JournalHead>> WriteAsync(int records, TimeProvider? time = null)
    {
        using BoxJournal journal = Open(time);
        List<JournalHead> heads = [journal.Head];
        for (int i = 0; i < records; i++)
        {
            await journal.AppendAsync(JournalKind.CommandAccepted, JournalDetail.Empty.With("command", $"look {i}").With("by", "operator"), Cancel);
            heads.Add(journal.Head);
        }

        return heads;
    }

    public Verdict Verify(params WitnessLog[] witnesses) => JournalVerifier.Verify(Folder, Key.Public, witnesses);

    public Verdict Verify(IEnumerable<JournalHead> witnessed) => Verify(Town(witnessed));

    /// <summary>What a town's static file would hold.</summary>
    public WitnessLog Town(IEnumerable<JournalHead> heads) => WitnessLog.Read("town.txt", heads.Select(head => head.ToLine()), Key.Public);

    /// <summary>What a hub's log would hold.</summary>
    public WitnessLog Hub(IEnumerable<JournalHead> heads) => WitnessLog.Read(
        "hub.jsonl",
        heads.Select(head => $$"""{"topic":"vigie/1/reims/box-17/journal","hex":"{{Convert.ToHexStringLower(head.Message.Span)}}"}"""),
        Key.Public);

    public string[] Files => [.. Directory.GetFiles(Folder, "journal-*.log").Order(StringComparer.Ordinal)];

    public string LastFile => Files[^1];

    public static List<JournalItem> Items(string file) => [.. JournalFraming.Read(File.ReadAllBytes(file))];

    /// <summary>Writes a file anew from items, as somebody does who knows the format and lacks the key: frames and checksums are right.</summary>
    public static void Rewrite(string file, IEnumerable<(JournalItemKind Kind, byte[] Payload)> items) =>
        File.WriteAllBytes(file, [.. items.SelectMany(item => JournalFraming.Frame(item.Kind, item.Payload))]);

    public static JournalEntry Entry(JournalItem item)
    {
        Assert.True(JournalRecordCodec.TryDecode(item.Payload, out JournalEntry? entry));
        return entry;
    }

    /// <summary>The items with each record from a number on changed and all later ones chained anew: all that can be done without the key.</summary>
    public static IEnumerable<(JournalItemKind Kind, byte[] Payload)> Rechained(
        IEnumerable<JournalItem> items, long from, Func<JournalEntry, JournalEntry> change)
    {
        ReadOnlyMemory<byte>? previous = null;
        foreach (JournalItem item in items)
        {
            byte[] payload = item.Payload.ToArray();
            if (item.Kind == JournalItemKind.Record && Entry(item).Number >= from)
            {
                JournalEntry entry = Entry(item);
                entry = entry with { Previous = previous ?? entry.Previous };
                payload = JournalRecordCodec.Encode(entry.Number == from ? change(entry) : entry);
                previous = SHA256.HashData(payload);
            }

            yield return (item.Kind, payload);
        }
    }

    /// <summary>A copy of the folder as it lies on disk now: an image, or what a power cut leaves.</summary>
    public string Copy(string name)
    {
        string copy = Path.Combine(Root, name);
        Replace(copy, Folder);
        return copy;
    }

    public void Restore(string copy) => Replace(Folder, copy);

    public void Dispose()
    {
        Key.Dispose();
        if (_owned)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static void Replace(string to, string from)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from, "journal-*.log"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
