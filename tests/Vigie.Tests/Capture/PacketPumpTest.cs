using Vigie.Capture.Ffmpeg;
using Vigie.Capture.Matroska;

namespace Vigie.Tests.Capture;

public sealed class PacketPumpTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    public static TheoryData<string, string[]> Codecs => new()
    {
        { "closed.mkv", ["-c:v", "libx264", "-g", "10", "-bf", "2"] },
        { "pyramid-open.mkv", ["-c:v", "libx264", "-g", "10", "-bf", "3", "-x264-params", "open-gop=1:b-pyramid=normal"] },
        { "hevc-open.mkv", ["-c:v", "libx265", "-x265-params", "open-gop=1:keyint=10:min-keyint=10:scenecut=0:bframes=3:log-level=error"] },
        { "mpeg4.mkv", ["-c:v", "mpeg4", "-g", "10", "-bf", "0"] },
        { "mpeg2-open.mkv", ["-c:v", "mpeg2video", "-g", "10", "-bf", "2"] },
    };

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Pictures_are_right_whatever_is_switched(string name, string[] codec)
    {
        string clip = clips.Make(name, ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-frames:v", "120", .. codec]);
        byte[] packets = ClipFolder.Run(FfmpegArguments.Demux(clip));
        Dictionary<TimeSpan, string> whole = Decode(packets);
        Assert.Equal(120, whole.Count);
        var gate = new KeyFrameGate(DecodeMode.Full);
        using var forwarded = new SwitchingStream(gate, (35, DecodeMode.KeyFramesOnly), (39, DecodeMode.Full));

        var pump = Pump(packets, gate, forwarded);
        Dictionary<TimeSpan, string> some = Decode(forwarded.ToArray());

        Assert.All(some, picture => Assert.True(whole[picture.Key] == picture.Value, $"the picture at {picture.Key} differs"));
        Assert.Equal(120, pump.Packets);
        Assert.Equal(pump.PacketsDecoded, some.Count);
        Assert.InRange(some.Count, 50, 110);
        Assert.Equal(whole.Keys.Max(), some.Keys.Max());
    }

    [Fact]
    public void Only_key_frames_are_decoded_where_that_is_asked()
    {
        byte[] packets = ClipFolder.Run(FfmpegArguments.Demux(clips.H264("keys.mp4", frames: 60)));
        Dictionary<TimeSpan, string> whole = Decode(packets);
        var gate = new KeyFrameGate(DecodeMode.KeyFramesOnly);
        using var forwarded = new MemoryStream();

        Pump(packets, gate, forwarded);
        Dictionary<TimeSpan, string> keys = Decode(forwarded.ToArray());

        Assert.Equal(Enumerable.Range(0, 6).Select(i => TimeSpan.FromMilliseconds(400 * i)), keys.Keys.Order());
        Assert.All(keys, picture => Assert.Equal(whole[picture.Key], picture.Value));
    }

    private static PacketPump Pump(byte[] packets, KeyFrameGate gate, Stream forwarded)
    {
        // Nobody reads pictures here: say that each key frame's is out at once.
        gate.Shows(TimeSpan.Zero);
        gate.Shows(TimeSpan.FromHours(1));
        var reader = new MatroskaReader(new MemoryStream(packets), "test");
        var pump = new PacketPump(reader, reader.ReadHead(), forwarded, gate);
        pump.Run();
        return pump;
    }

    private static Dictionary<TimeSpan, string> Decode(byte[] packets) => ReadBlock
        .All(ClipFolder.Run(FfmpegArguments.Decode(1), packets))
        .ToDictionary(block => block.At, block => Pictures.Hash(block.Payload));
}
