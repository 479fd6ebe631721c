using CsCheck;
using Vigie.Capture.Ffmpeg;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>Garbage ends in a fault of kind Corrupt, whatever it is: real streams of ffmpeg, cut and mutated.</summary>
public sealed class MatroskaFuzzTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private const int Rounds = 20_000;

    [Fact]
    public void A_stream_cut_anywhere_gives_its_whole_blocks_first()
    {
        byte[] stream = Packets();
        List<ReadBlock> whole = ReadBlock.All(stream);
        for (int length = 0; length < stream.Length; length++)
        {
            List<ReadBlock> read = ReadTolerantly(new MemoryStream(stream, 0, length), out bool broken);
            Assert.Equal(whole.Take(read.Count).Select(b => b.Payload), read.Select(b => b.Payload));
            Assert.True(broken || IsBetweenClusters(stream, length), $"cut at {length} was not noticed");
        }
    }

    [Fact]
    public void Mutated_packets_end_in_a_fault() => Mutate(Packets());

    [Fact]
    public void Mutated_pictures_end_in_a_fault()
    {
        string clip = clips.H264("fuzz.mp4", "32x32", 6);
        Mutate(ClipFolder.Run(FfmpegArguments.Decode(1), ClipFolder.Run(FfmpegArguments.Demux(clip))));
    }

    [Fact]
    public void Mutated_block_groups_in_clusters_of_unknown_size_end_in_a_fault() => Mutate(Ebml.Stream(
        Ebml.UnknownSize(
            ElementId.Cluster,
            Ebml.Number(ElementId.Timestamp, 10),
            Ebml.Element(ElementId.BlockGroup, Ebml.Block(ElementId.Block, 1, 0, 0, 1), Ebml.Number(ElementId.ReferenceBlock, 1)),
            Ebml.Element(ElementId.BlockGroup, Ebml.Block(ElementId.Block, 2, 0, 0, 1))),
        Ebml.Element(ElementId.Cues, [1, 2, 3]),
        Ebml.Cluster(20, Ebml.Block(ElementId.SimpleBlock, 1, -5, 0, 4))));

    [Fact]
    public void Noise_ends_in_a_fault() => Gen.Byte.Array[0, 200].Sample(
        noise => ReadTolerantly(new MemoryStream([.. Ebml.Header(), .. Ebml.UnknownSize(ElementId.Segment, noise)]), out _), iter: Rounds);

    [Fact]
    public void Reads_of_any_size_give_the_same()
    {
        byte[] stream = Packets();
        List<ReadBlock> whole = ReadBlock.All(stream);
        Gen.Int[1, 6000].Array[1, 20].Sample(
            steps => Assert.Equal(
                whole.Select(b => (b.At, b.Key, b.Payload.Length)),
                ReadBlock.All(new DrippingStream(stream, steps)).Select(b => (b.At, b.Key, b.Payload.Length))),
            iter: 200);
    }

    private byte[] Packets() => ClipFolder.Run(FfmpegArguments.Demux(clips.H264("fuzz.mp4", "32x32", 6)));

    /// <summary>Overwrites, removes and inserts bytes, more often where the structure is than within payloads.</summary>
    private static void Mutate(byte[] stream)
    {
        Gen<(int At, byte Value, int Kind)> change = Gen.Select(Gen.Int[0, stream.Length - 1], Gen.Byte, Gen.Int[0, 3]);
        change.Array[1, 6].Sample(changes => ReadTolerantly(new MemoryStream(Changed(stream, changes)), out _), iter: Rounds);
    }

    private static byte[] Changed(byte[] stream, (int At, byte Value, int Kind)[] changes)
    {
        var bytes = new List<byte>(stream);
        foreach ((int place, byte value, int kind) in changes)
        {
            int at = Math.Min(place, bytes.Count - 1);
            switch (kind)
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << (value & 7));
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Repeat(value, (value & 15) + 1));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(value & 15, bytes.Count - 1 - at));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Reads to the end or to a fault of kind Corrupt; anything else is thrown, an endless stream of blocks too.</summary>
    private static List<ReadBlock> ReadTolerantly(MemoryStream stream, out bool broken)
    {
        var blocks = new List<ReadBlock>();
        var reader = new MatroskaReader(stream, "test");
        broken = false;
        try
        {
            reader.ReadHead();
            while (reader.TryNextBlock(out MatroskaBlock block))
            {
                Assert.InRange(block.PayloadBytes, 0, MatroskaReader.MaxPayloadBytes);
                byte[] payload = GC.AllocateUninitializedArray<byte>(block.PayloadBytes);
                bool key = reader.ReadPayload(payload);
                blocks.Add(new ReadBlock(block.At, key, payload));
                Assert.True(blocks.Count <= stream.Length, "more blocks than bytes");
            }
        }
        catch (Fault fault)
        {
            Assert.Equal(FaultKind.Corrupt, fault.Kind);
            broken = true;
        }

        return blocks;
    }

    /// <summary>Where a Cluster begins, or anything else may follow: only there a stream may end.</summary>
    private static bool IsBetweenClusters(byte[] stream, int length)
    {
        int tracks = stream.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x16, 0x54, 0xAE, 0x6B]);
        return length > tracks && (stream.AsSpan(length).StartsWith((ReadOnlySpan<byte>)[0x1F, 0x43, 0xB6, 0x75])
            || stream.AsSpan(length).StartsWith((ReadOnlySpan<byte>)[0x12, 0x54, 0xC3, 0x67]));
    }
}
