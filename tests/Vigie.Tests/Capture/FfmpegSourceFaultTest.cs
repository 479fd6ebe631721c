using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>What can be wrong with a clip, each in words for the person who named it.</summary>
public sealed class FfmpegSourceFaultTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    [Fact]
    public void A_missing_clip() => Refused(Path.Combine(clips.Path, "none.mp4"), FaultKind.Unavailable, "no such file");

    [Fact]
    public void A_folder() => Refused(clips.Path, FaultKind.Unavailable, "is a folder");

    [Theory]
    [InlineData("text.mp4")]
    [InlineData("text.txt")]
    [InlineData("text.avi")]
    [InlineData("list.m3u8")]
    public void Text_is_no_video(string name) => Refused(
        clips.Write(name, "#EXTM3U\n#EXTINF:1,\nother.ts\nnothing to see"u8), FaultKind.Corrupt, "is no video");

    [Fact]
    public void An_empty_file() => Refused(clips.Write("empty.mp4", []), FaultKind.Corrupt, "is no video");

    [Fact]
    public void A_clip_without_video() => Refused(
        clips.Make("audio.mp4", "-f", "lavfi", "-i", "sine=d=1"), FaultKind.Corrupt, "has no video stream");

    [Fact]
    public void Bare_packets_without_times() => Refused(clips.H264("bare.h264"), FaultKind.Corrupt, "bear no times");

    [Theory]
    [InlineData(14, 64)]
    [InlineData(64, 14)]
    [InlineData(8194, 16)]
    [InlineData(16, 8194)]
    public void A_size_in_which_nothing_can_be_seen_or_too_much(int width, int height) => Refused(
        clips.Make($"{width}x{height}.mkv", "-f", "lavfi", "-i", $"color=s={width}x{height}:r=5:d=1", "-c:v", "ffv1"),
        FaultKind.Config,
        $"{width}x{height} pixels");

    [Fact]
    public void A_codec_that_ffmpeg_does_not_decode()
    {
        byte[] clip = File.ReadAllBytes(clips.H264("known.mkv"));
        "V_QUICKTIMEXXXX"u8.CopyTo(clip.AsSpan(clip.AsSpan().IndexOf("V_MPEG4/ISO/AVC"u8)));

        Refused(clips.Write("unknown.mkv", clip), FaultKind.Config, "a codec that this ffmpeg does not know");
    }

    [Fact]
    public void No_ffmpeg()
    {
        string clip = clips.H264("fine.mp4");

        Fault fault = Assert.Throws<Fault>(
            () => FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip, Ffmpeg = "ffmpeg-that-is-not-there" }));

        Assert.Equal((FaultKind.Unavailable, "ffmpeg-that-is-not-there"), (fault.Kind, fault.Subject));
        Assert.Contains("apt-get install ffmpeg", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_program_in_its_place() => Assert.Equal(
        FaultKind.Corrupt,
        Assert.Throws<Fault>(() => FfmpegSource.Open(new FfmpegSourceOptions { Clip = clips.H264("fine.mp4"), Ffmpeg = "/bin/echo" })).Kind);

    [Theory]
    [InlineData("cut.avi", "mpeg4")]
    [InlineData("cut.mkv", "libx264")]
    [InlineData("cut.mp4", "libx264")]
    public void A_clip_that_is_cut_off_gives_what_is_there_then_says_so(string name, string codec)
    {
        string whole = clips.Make(
            $"whole-{name}", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-frames:v", "50", "-c:v", codec, "-bf", "0", "-movflags", "+faststart");
        byte[] bytes = File.ReadAllBytes(whole);
        string cut = clips.Write(name, bytes.AsSpan(0, bytes.Length / 2));
        List<string> reference = [.. Pictures.ReadAll(whole).Select(p => p.Hash)];
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = cut });
        var pool = new FramePool(source.Format, 1);
        var read = new List<string>();

        Fault fault = Assert.Throws<Fault>(() => ReadInto(read, source, pool));

        Assert.InRange(read.Count, 10, 40);
        Assert.Equal(reference.Take(read.Count - 1), read.Take(read.Count - 1));
        Assert.Equal((FaultKind.Corrupt, cut), (fault.Kind, fault.Subject));
        Assert.Contains($"after {read.Count} pictures", fault.Problem, StringComparison.Ordinal);
        using Frame frame = pool.Rent();
        Assert.False(source.Read(frame));
    }

    [Fact]
    public void A_decoder_that_dies()
    {
        string clip = clips.H264("long.mp4", "640x480", 250);
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        var read = new List<string>();
        using (var decoder = System.Diagnostics.Process.GetProcessById(source.Children[1]))
        {
            decoder.Kill();
        }

        Fault fault = Assert.Throws<Fault>(() => ReadInto(read, source, new FramePool(source.Format, 1)));

        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("signal 9", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demuxer_that_dies()
    {
        string clip = clips.H264("long.mp4", "640x480", 250);
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        using (var demuxer = System.Diagnostics.Process.GetProcessById(source.Children[0]))
        {
            demuxer.Kill();
        }

        Fault fault = Assert.Throws<Fault>(() => ReadInto([], source, new FramePool(source.Format, 1)));

        Assert.Equal(FaultKind.Corrupt, fault.Kind);
    }

    private static void ReadInto(List<string> read, FfmpegSource source, FramePool pool)
    {
        while (true)
        {
            using Frame frame = pool.Rent();
            if (!source.Read(frame))
            {
                return;
            }

            read.Add(Pictures.Hash(frame.Pixels.Span));
        }
    }

    private static void Refused(string clip, FaultKind kind, string problem)
    {
        Fault fault = Assert.Throws<Fault>(() => FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip }));
        Assert.Equal((kind, clip), (fault.Kind, fault.Subject));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Remedy, StringComparison.Ordinal);
    }
}
