using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>A folder for one test, and an outbox in it that may be opened again and again.</summary>
internal sealed class OutboxBench : IDisposable
{
    public OutboxBench(string? folder = null)
    {
        Root = folder ?? Directory.CreateTempSubdirectory("vigie-outbox-").FullName;
        Options = new OutboxOptions { Folder = Path.Combine(Root, "outbox"), SegmentBytes = 8_192, BufferBytes = 4_096, CapBytes = 1_000_000 };
    }

    public string Root { get; }

    public OutboxOptions Options { get; set; }

    public GapEncoder Gaps { get; set; } = EncodeGap;

    public string[] Segments(Lane lane) => Directory.Exists(Options.Folder)
        ? [.. Directory.GetFiles(Options.Folder, lane == Lane.Signals ? "signals-*" : "telemetry-*").Order(StringComparer.Ordinal)]
        : [];

    public Outbox Open(TimeProvider? time = null, ILogger? logger = null) =>
        Outbox.Open(Options, Gaps, logger ?? NullLogger.Instance, time);

    /// <summary>The name that a payload of <see cref="Append"/> tells.</summary>
    public static RecordId IdOf(ReadOnlySpan<byte> payload) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(payload), (uint)BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]));

    /// <summary>Appends a record whose payload tells its name, and filler.</summary>
    public static uint Append(Outbox outbox, Lane lane = Lane.Signals, int filler = 40)
    {
        uint sequence = outbox.NextSequence();
        Assert.True(TryAppend(outbox, lane, sequence, filler));
        return sequence;
    }

    public static bool TryAppend(Outbox outbox, Lane lane, uint sequence, int filler = 40)
    {
        byte[] payload = new byte[16 + filler];
        BinaryPrimitives.WriteUInt64LittleEndian(payload, outbox.Boot);
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(8), sequence);
        payload.AsSpan(16).Fill((byte)sequence);
        return outbox.Append(lane, sequence, "event/intrusion"u8, "application/cbor"u8, payload);
    }

    /// <summary>Everything that can be read now, each record checked against what was appended.</summary>
    public static List<OutboxRecord> Drain(Outbox outbox, Lane lane = Lane.Signals)
    {
        var records = new List<OutboxRecord>();
        while (outbox.TryRead(lane, out OutboxRecord? record))
        {
            Check(record);
            records.Add(record);
        }

        return records;
    }

    /// <summary>Reads until a gap record comes; the thread that writes it needs a moment.</summary>
    public static async Task<Gap> NextGapAsync(Outbox outbox, List<OutboxRecord> passed)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
            {
                Check(record);
                passed.Add(record);
                if (record.Message.Topic == "gap")
                {
                    return DecodeGap(record);
                }
            }

            await outbox.WaitAsync(limit.Token);
        }
    }

    public static Gap DecodeGap(OutboxRecord record)
    {
        ulong[] words = [.. Encoding.UTF8.GetString(record.Message.Payload.Span).Split(' ').Select(word => ulong.Parse(word, CultureInfo.InvariantCulture))];
        return new Gap(
            (Lane)words[0], (GapReason)words[1], words[2], new RecordId(words[3], (uint)words[4]), new RecordId(words[5], (uint)words[6]));
    }

    public static OutboxMessage EncodeGap(Gap gap, RecordId id)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)gap.Lane} {(int)gap.Reason} {gap.Count} {gap.First.Boot} {gap.First.Sequence} {gap.Last.Boot} {gap.Last.Sequence}");
        return new OutboxMessage("gap", "text/plain", Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The folder as a power cut at this moment would leave it at best: what the kernel has seen.</summary>
    public OutboxBench Snapshot()
    {
        var copy = new OutboxBench { Options = Options };
        copy.Options = Options with { Folder = Path.Combine(copy.Root, "outbox") };
        string ledger = Path.Combine(Options.Folder, "ledger");
        byte[] before;
        do
        {
            before = ReadAll(ledger);
        }
        while (!TryCopy(copy.Options.Folder) || !ReadAll(ledger).AsSpan().SequenceEqual(before));
        return copy;
    }

    // Files come and go while they are copied: what was copied is one moment's only where nothing went.
    private bool TryCopy(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Delete(file);
        }

        try
        {
            foreach (string file in Directory.GetFiles(Options.Folder).Where(file => Path.GetFileName(file) != "lock"))
            {
                File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), ReadAll(file));
            }

            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Check(OutboxRecord record)
    {
        if (record.Message.Topic != "gap")
        {
            Assert.Equal(record.Id, IdOf(record.Message.Payload.Span));
            Assert.Equal(-1, record.Message.Payload.Span[16..].IndexOfAnyExcept((byte)record.Id.Sequence));
        }
    }

    private static byte[] ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
