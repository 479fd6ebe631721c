using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class FfmpegSourceTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    [Theory]
    [InlineData("h264.mp4", "libx264", "2")]
    [InlineData("mpeg4.avi", "mpeg4", "0")]
    [InlineData("mpeg4-b.avi", "mpeg4", "2")]
    [InlineData("h264.ts", "libx264", "2")]
    [InlineData("hevc.mkv", "libx265 -x265-params log-level=error", "2")]
    [InlineData("mpeg2.mpg", "mpeg2video", "2")]
    public void Pictures_are_those_of_a_plain_ffmpeg(string name, string codec, string biFrames)
    {
        Thorough.Only(unless: name is "h264.mp4" or "mpeg4.avi");
        string clip = clips.Make(
            name,
            ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-frames:v", "50", "-g", "10", "-bf", biFrames, "-c:v", .. codec.Split(' ')]);

        List<Picture> pictures = Pictures.ReadAll(clip);

        Assert.Equal(Pictures.Reference(clip, 160 * 120 * 3 / 2), pictures.Select(p => p.Hash));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), pictures.Select(p => p.Number));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => TimeSpan.FromMilliseconds(40 * i)), pictures.Select(p => p.At));
        Assert.Equal(pictures, Pictures.ReadAll(clip));
    }

    [Fact]
    public void Times_are_each_pictures_own_where_the_rate_varies()
    {
        string clip = clips.Make(
            "vary.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=1000:d=1", "-vf", "select='not(mod(n,37))+not(mod(n,101))'",
            "-fps_mode", "passthrough", "-c:v", "libx264", "-bf", "2");
        IEnumerable<int> expected = Enumerable.Range(0, 1000).Where(n => n % 37 == 0 || n % 101 == 0);

        Assert.Equal(expected.Select(n => TimeSpan.FromMilliseconds(n)), Pictures.ReadAll(clip).Select(p => p.At));
    }

    [Fact]
    public void Times_start_at_zero_wherever_the_clip_starts()
    {
        string clip = clips.Make(
            "late.ts", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=1", "-c:v", "libx264", "-output_ts_offset", "3600");

        Assert.Equal([0, 40, 80], Pictures.ReadAll(clip).Take(3).Select(p => p.At.TotalMilliseconds));
    }

    [Fact]
    public void Two_pictures_never_share_a_time()
    {
        string clip = clips.Make(
            "same.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=4000:d=0.05", "-fps_mode", "passthrough", "-c:v", "ffv1");

        List<Picture> pictures = Pictures.ReadAll(clip);

        Assert.Equal(200, pictures.Count);
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.True(pair.First.At < pair.Second.At));
    }

    [Theory]
    [InlineData("yuv420p", "tv", false)]
    [InlineData("yuvj420p", "pc", true)]
    [InlineData("yuv422p10le", "tv", false)]
    [InlineData("yuvj422p", "pc", true)]
    [InlineData("yuv444p", "tv", false)]
    [InlineData("gbrp", "pc", false)]
    [InlineData("gray", "pc", true)]
    public void Every_pixel_format_comes_as_planar_420_in_a_range_that_is_told(string pixels, string range, bool full)
    {
        string clip = clips.Make(
            $"{pixels}.mkv", "-f", "lavfi", "-i", "testsrc=s=322x242:r=5:d=1", "-vf", $"format={pixels}", "-color_range", range,
            "-c:v", pixels is "gbrp" or "yuv422p10le" or "gray" ? "ffv1" : "libx264", "-qp", "0");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });

        Assert.Equal(new FrameFormat(322, 242, full), source.Format);
        using Frame frame = new FramePool(source.Format, 1).Rent();
        Assert.True(source.Read(frame));
        byte brightest = frame.Luma.ToArray().Max();
        Assert.True(full ? brightest > 240 : brightest <= 236, $"brightest luma is {brightest}");
    }

    [Theory]
    [InlineData(161, 121)]
    [InlineData(160, 121)]
    [InlineData(161, 120)]
    [InlineData(17, 16)]
    public void Odd_sizes_round_chroma_up(int width, int height)
    {
        string clip = clips.Make(
            $"{width}x{height}.mkv", "-f", "lavfi", "-i", $"testsrc=s={width}x{height}:r=5:d=1", "-c:v", "ffv1", "-pix_fmt", "yuv420p");
        int bytes = width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2);
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });

        Assert.Equal(new FrameFormat(width, height), source.Format);
        Assert.Equal(bytes, source.Format.TotalBytes);
        Assert.Equal(Pictures.Reference(clip, bytes), Pictures.ReadAll(source).Select(p => p.Hash));
    }

    [Fact]
    public void A_rotated_clip_comes_as_stored()
    {
        string upright = clips.H264("upright.mp4", "160x96", 10);
        string rotated = clips.Make("rotated.mp4", "-i", upright, "-c", "copy", "-metadata:s:v:0", "rotate=90");

        Assert.Equal(Pictures.ReadAll(upright), Pictures.ReadAll(rotated));
    }

    [Fact]
    public void Where_the_size_changes_the_first_size_stays()
    {
        string first = clips.H264("first.h264", "160x120", 20, "-bf", "0");
        string second = clips.H264("second.h264", "192x144", 20, "-bf", "0");
        string bare = clips.Write("both.h264", [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);
        string clip = clips.Make("both.mkv", "-fflags", "+genpts", "-i", bare, "-c", "copy");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });

        List<Picture> pictures = Pictures.ReadAll(source);

        Assert.Equal(new FrameFormat(160, 120), source.Format);
        Assert.Equal(40, pictures.Count);
        Assert.Equal(Pictures.ReadAll(first).Select(p => p.Hash), pictures.Take(20).Select(p => p.Hash));
    }

    [Fact]
    public void Facts_count_packets_their_bytes_and_pictures()
    {
        string clip = clips.H264("facts.mp4");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });

        Pictures.ReadAll(source);

        FfmpegFacts facts = source.Facts;
        Assert.Equal((50, 50, 50), (facts.Packets, facts.PacketsDecoded, facts.Frames));
        Assert.InRange(facts.PacketBytes, new FileInfo(clip).Length * 9 / 10, new FileInfo(clip).Length);
        Assert.Equal(25.0, source.FrameRate);
    }

    [Fact]
    public void A_file_name_is_never_taken_for_a_protocol_or_an_option()
    {
        string clip = clips.H264("-i pipe:0 'x'; %d.mp4", frames: 5);

        Assert.Equal(5, Pictures.ReadAll(clip).Count);
    }

    [Fact]
    public void A_frame_of_another_format_is_refused()
    {
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clips.H264("other.mp4", frames: 5) });
        using Frame frame = new FramePool(new FrameFormat(32, 32), 1).Rent();

        Assert.Throws<ArgumentException>(() => source.Read(frame));
    }

    [Fact]
    public async Task Stopped_from_another_thread_a_waiting_read_returns_false()
    {
        string clip = clips.H264("stopped.mp4", "640x480", 250);
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        Task<List<Picture>> reading = Task.Run(() => Pictures.ReadAll(source), TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => source.Facts.Frames > 10);

        source.Stop();

        List<Picture> pictures = await reading.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.InRange(pictures.Count, 10, 249);
    }
}
