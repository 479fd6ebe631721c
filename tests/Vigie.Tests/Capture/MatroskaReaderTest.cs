using System.Globalization;
using Vigie.Capture.Ffmpeg;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class MatroskaReaderTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private const byte Key = 0x80;

    [Fact]
    public void Packets_are_those_that_ffprobe_sees()
    {
        string clip = clips.H264("packets.mp4");

        List<ReadBlock> blocks = ReadBlock.All(ClipFolder.Run(FfmpegArguments.Demux(clip)));

        Assert.Equal(ClipFolder.Probe(clip).Select(Plain), blocks.Select(Plain));
    }

    [Theory]
    [InlineData("-cluster_time_limit", "400")]
    [InlineData("-write_crc32", "1")]
    [InlineData("-live", "1")]
    public void Other_ways_of_ffmpegs_muxer_read_the_same(string option, string value)
    {
        string clip = clips.H264("ways.mp4");
        byte[] stream = ClipFolder.Run(["-i", clip, "-c", "copy", "-f", "matroska", option, value, "pipe:1"]);

        Assert.Equal(ReadBlock.All(ClipFolder.Run(FfmpegArguments.Demux(clip))).Select(Plain), ReadBlock.All(stream).Select(Plain));
    }

    [Fact]
    public void A_file_with_index_and_audio_reads_as_its_video()
    {
        string clip = clips.Make(
            "audio.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:v", "libx264", "-c:a", "aac");

        List<ReadBlock> blocks = ReadBlock.All(File.ReadAllBytes(clip));

        Assert.Equal(ClipFolder.Probe(clip).Select(Plain), blocks.Select(Plain));
    }

    [Fact]
    public void The_head_tells_codec_size_range_and_rate_and_is_kept_byte_for_byte()
    {
        string clip = clips.H264("head.mp4", "96x64", 5, "-color_range", "pc");
        byte[] stream = ClipFolder.Run(FfmpegArguments.Demux(clip));

        MatroskaHead head = new MatroskaReader(new MemoryStream(stream), "test").ReadHead();

        Assert.Equal(new MatroskaTrack(1, "V_MPEG4/ISO/AVC", 96, 64, true, TimeSpan.FromMilliseconds(40)), head.Track);
        Assert.Equal(1_000_000, head.TimestampScale);
        Assert.Equal(stream[..head.Bytes.Length], head.Bytes);
        Assert.Equal([0x1F, 0x43, 0xB6, 0x75], stream[head.Bytes.Length..(head.Bytes.Length + 4)]);
    }

    [Fact]
    public void A_stream_that_ends_behind_its_head_has_no_blocks() => Assert.Empty(ReadBlock.All(Ebml.Stream()));

    [Fact]
    public void Clusters_of_unknown_size_end_where_the_next_begins()
    {
        byte[] stream = Ebml.Stream(
            Ebml.UnknownSize(
                ElementId.Cluster, Ebml.Number(ElementId.Timestamp, 10), Ebml.Block(ElementId.SimpleBlock, 1, 5, Key, 1, 2, 3)),
            Ebml.Element(ElementId.Cues, [1, 2, 3]),
            Ebml.UnknownSize(
                ElementId.Cluster, Ebml.Number(ElementId.Timestamp, 20), Ebml.Block(ElementId.SimpleBlock, 1, -5, 0, 4)));

        Assert.Equal(["15 True 010203", "15 False 04"], ReadBlock.All(stream).Select(Told));
    }

    [Fact]
    public void In_a_block_group_a_block_without_reference_is_a_key_frame()
    {
        byte[] reference = Ebml.Number(ElementId.ReferenceBlock, -40);
        byte[] stream = Ebml.Stream(Ebml.Cluster(
            0,
            Ebml.Element(ElementId.BlockGroup, Ebml.Block(ElementId.Block, 1, 0, 0, 1)),
            Ebml.Element(ElementId.BlockGroup, Ebml.Block(ElementId.Block, 1, 40, 0, 2), reference),
            Ebml.Element(ElementId.BlockGroup, reference, Ebml.Block(ElementId.Block, 1, 80, 0, 3)),
            Ebml.Element(ElementId.BlockGroup, Ebml.Number(0x9B, 40)),
            Ebml.Block(ElementId.SimpleBlock, 1, 120, Key, 4)));

        Assert.Equal(["0 True 01", "40 False 02", "80 False 03", "120 True 04"], ReadBlock.All(stream).Select(Told));
    }

    [Fact]
    public void Blocks_of_other_tracks_are_passed_over()
    {
        byte[] stream = Ebml.Stream(Ebml.Cluster(
            0,
            Ebml.Block(ElementId.SimpleBlock, 2, 0, Key, 9, 9),
            Ebml.Element(ElementId.BlockGroup, Ebml.Block(ElementId.Block, 3, 0, 0, 9)),
            Ebml.Block(ElementId.SimpleBlock, 1, 0, Key, 1)));

        Assert.Equal(["0 True 01"], ReadBlock.All(stream).Select(Told));
    }

    [Fact]
    public void What_is_not_the_subset_is_refused()
    {
        byte[] simple = Ebml.Block(ElementId.SimpleBlock, 1, 0, Key, 1);
        byte[] tracks = Ebml.Element(ElementId.Tracks, Ebml.Track());
        Refused("laced", Ebml.Stream(Ebml.Cluster(0, Ebml.Block(ElementId.SimpleBlock, 1, 0, 0x02, 1))));
        Refused("before its Cluster's timestamp", Ebml.Stream(Ebml.Element(ElementId.Cluster, simple)));
        Refused("before its Cluster's timestamp", Ebml.Stream(Ebml.Cluster(0), simple));
        Refused("Cluster within a Cluster", Ebml.Stream(Ebml.Cluster(0, Ebml.Cluster(0, simple))));
        Refused("second stream", Ebml.Stream(Ebml.Cluster(0, simple), Ebml.Header()));
        Refused("unknown size", Ebml.Stream(Ebml.Cluster(0, Ebml.UnknownSize(ElementId.SimpleBlock, [0x81, 0, 0, 0x80, 1]))));
        Refused("beyond its parent", Ebml.Stream(Ebml.Cluster(0, Ebml.Element(ElementId.BlockGroup, simple[..^1]))));
        Refused("compressed", [.. Ebml.Header(), .. Ebml.UnknownSize(ElementId.Segment, Ebml.Element(
            ElementId.Tracks, Ebml.Track(1, 1, Ebml.Element(ElementId.ContentEncodings, [0]))))]);
        Refused("no video track", [.. Ebml.Header(), .. Ebml.UnknownSize(ElementId.Segment, Ebml.Element(ElementId.Tracks, Ebml.Track(1, 2)))]);
        Refused("document type", [.. Ebml.Header("mp4"), .. Ebml.UnknownSize(ElementId.Segment, tracks)]);
        Refused("no EBML header", tracks);
        Refused("beyond all time", Ebml.Stream(Ebml.Cluster(long.MaxValue, simple)));
        Refused("head is longer", Ebml.Stream(Ebml.Element(ElementId.Tags, new byte[5 << 20])));
        Refused("middle of an element", []);
    }

    [Fact]
    public void A_payload_goes_into_memory_of_exactly_its_size()
    {
        var reader = new MatroskaReader(new MemoryStream(Ebml.Stream(Ebml.Cluster(0, Ebml.Block(ElementId.SimpleBlock, 1, 0, 0, 1, 2)))), "test");
        reader.ReadHead();
        Assert.True(reader.TryNextBlock(out _));

        Assert.Throws<ArgumentException>(() => reader.ReadPayload(new byte[3]));
        Assert.Throws<InvalidOperationException>(() => reader.TryNextBlock(out _));
    }

    private static void Refused(string problem, byte[] stream)
    {
        Fault fault = Assert.Throws<Fault>(() => ReadBlock.All(stream));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    private static string Told(ReadBlock block) => $"{block.At.TotalMilliseconds} {block.Key} {Convert.ToHexString(block.Payload)}";

    private static (decimal Seconds, int Bytes, bool Key) Plain(ReadBlock block) =>
        ((decimal)block.At.TotalSeconds, block.Payload.Length, block.Key);

    private static (decimal Seconds, int Bytes, bool Key) Plain(string probed)
    {
        string[] fields = probed.Split(',');
        return (decimal.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), fields[2][0] == 'K');
    }
}
