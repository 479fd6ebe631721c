using CsCheck;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>
/// Whatever lies in a segment, a walk over it finds records that were written, whole, and no other; nothing throws. 20,000 changed segments in CI, or as many as
/// <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000); a hundredth of them are opened as an outbox, and read.
/// </summary>
public sealed class SegmentFuzzTest : IDisposable
{
    private const ulong First = 1;

    private static readonly Gen<(int Way, int At, byte Value)[]> Changes = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Byte).Array[1, 5];

    private readonly OutboxBench _bench = new();
    private readonly byte[] _original;

    public SegmentFuzzTest()
    {
        using Outbox outbox = _bench.Open();
        for (int record = 0; record < 40; record++)
        {
            OutboxBench.Append(outbox, filler: record);
            // One by one: the bench's memory is small.
            outbox.FlushAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        _original = File.ReadAllBytes(_bench.Segments(Lane.Signals)[0]);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_changed_segment_is_walked() => Changes.Sample(iter: FuzzRounds.Count, threads: 1, assert: changes =>
    {
        byte[] segment = changes.Aggregate(_original, Change);
        SegmentScan.Findings findings = SegmentScan.Walk(segment, Lane.Signals, First, First, []);
        Assert.InRange(findings.GoodLength, 0, segment.Length);
        Assert.InRange(findings.Next, First, First + 40);
        for (int at = 0; at < segment.Length; at++)
        {
            if (segment[at] == (byte)'V' && RecordFormat.TryRead(segment.AsSpan(at), First, out RecordFormat.RecordView record))
            {
                Assert.True(_original.AsSpan().IndexOf(segment.AsSpan(at, record.Length)) >= 0, $"A record at {at} that nobody wrote.");
                at += record.Length - 1;
            }
        }
    });

    [Fact]
    public void Every_changed_outbox_opens_and_gives_what_is_whole() => Changes.Sample(iter: FuzzRounds.Count / 100, threads: 1, assert: changes =>
    {
        using OutboxBench bench = new();
        Directory.CreateDirectory(bench.Options.Folder);
        File.WriteAllBytes(Path.Combine(bench.Options.Folder, SegmentFormat.NameOf(Lane.Signals, First)), changes.Aggregate(_original, Change));
        using Outbox outbox = bench.Open();
        List<OutboxRecord> records = [];
        while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            records.Add(record);
        }

        Assert.All(records.Where(record => record.Message.Topic != "gap"), record => Assert.Equal(record.Id, OutboxBench.IdOf(record.Message.Payload.Span)));
    });

    [Fact]
    public void The_original_has_them_all() => Assert.Equal(First + 40, SegmentScan.Walk(_original, Lane.Signals, First, First, []).Next);

    private static byte[] Change(byte[] bytes, (int Way, int At, byte Value) change)
    {
        int at = bytes.Length == 0 ? 0 : change.At % bytes.Length;
        return change.Way switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], change.Value, .. bytes[(at + 1)..]],
            1 when bytes.Length > 0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (change.Value & 7))), .. bytes[(at + 1)..]],
            2 when bytes.Length > 0 => [.. bytes[..at], .. bytes[(at + 1)..]],
            3 => bytes[..at],
            4 => [.. bytes[..at], .. bytes[(at / 2)..]],
            _ => [.. bytes[..at], change.Value, .. bytes[at..]],
        };
    }
}
