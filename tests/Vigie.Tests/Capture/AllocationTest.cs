using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>0 managed bytes a frame, on each thread that a frame sees in this room.</summary>
[Collection(nameof(Undisturbed))]
public sealed class AllocationTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private static readonly FrameFormat Small = new(16, 16);

    [Fact]
    public void The_reader_allocates_nothing()
    {
        byte[] payload = new byte[10_000];
        byte[] cluster = Ebml.Cluster(0, Ebml.Block(ElementId.SimpleBlock, 1, 0, 0x80, payload));
        var reader = new MatroskaReader(new MemoryStream(Ebml.Stream([.. Enumerable.Repeat(cluster, 500)])), "test");
        reader.ReadHead();
        var meter = new AllocationMeter(100);
        while (reader.TryNextBlock(out _))
        {
            reader.ReadPayload(payload);
            meter.Tick();
        }

        Assert.Equal(0, meter.Least);
    }

    [Fact]
    public void The_pump_allocates_nothing()
    {
        byte[] cluster = Ebml.Cluster(0, Ebml.Block(ElementId.SimpleBlock, 1, 0, 0x80, new byte[100_000]));
        byte[] packets = Ebml.Stream([.. Enumerable.Repeat(cluster, 100)]);
        using var forwarded = new CountingStream();
        var reader = new MatroskaReader(new MemoryStream(packets), "test");

        new PacketPump(reader, reader.ReadHead(), forwarded, new KeyFrameGate(DecodeMode.Full)).Run();

        Assert.Equal(101, forwarded.Writes);
        Assert.Equal(0, forwarded.LeastAllocated);
    }

    [Fact]
    public void The_whole_source_allocates_nothing()
    {
        string clip = clips.H264("steady.mp4", "320x240", 1000, "-preset", "ultrafast");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        var pool = new FramePool(source.Format, 1);
        var meter = new AllocationMeter(100);
        long wholeProcess = long.MaxValue;
        for (int window = 0; window < 9; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 100; i++)
            {
                Pictures.Read(source, pool, 1);
                meter.Tick();
            }

            wholeProcess = Math.Min(wholeProcess, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, meter.Least);
        // All threads, the test runner's too, which may allocate a little: an object a picture would be 2,400 bytes at least.
        Assert.InRange(wholeProcess, 0, 2_000);
    }

    [Fact]
    public void A_mailbox_that_drops_allocates_nothing()
    {
        var pool = new FramePool(Small, 3);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        var meter = new AllocationMeter(1000);
        for (int i = 0; i < 10_000; i++)
        {
            mailbox.Post(pool.Rent());
            mailbox.Post(pool.Rent());
            mailbox.Post(pool.Rent());
            TakeOne(mailbox);
            TakeOne(mailbox);
            meter.Tick();
        }

        Assert.Equal(0, meter.Least);
        Assert.Equal(10_000, mailbox.Dropped);
    }

    [Fact]
    public void A_mailbox_at_which_both_sides_wait_allocates_nothing()
    {
        var pool = new FramePool(Small, 4);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless, 1);
        var posting = new AllocationMeter(1000);
        var taking = new AllocationMeter(1000);
        var poster = new Thread(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                mailbox.Post(pool.Rent());
                posting.Tick();
            }

            mailbox.Complete();
        });
        poster.Start();
        while (TakeOne(mailbox))
        {
            taking.Tick();
        }

        poster.Join();
        Assert.Equal((0, 0), (posting.Least, taking.Least));
    }

    private static bool TakeOne(Mailbox mailbox)
    {
        if (!mailbox.TryTake(out Frame frame))
        {
            return false;
        }

        frame.Dispose();
        return true;
    }
}
