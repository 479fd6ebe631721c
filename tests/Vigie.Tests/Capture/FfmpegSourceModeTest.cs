using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class FfmpegSourceModeTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan GroupOfPictures = TimeSpan.FromMilliseconds(400);

    // Behind a key frame come up to five packets that push its picture out.
    private static readonly TimeSpan Skip = 4 * Step;

    [Fact]
    public void Switched_while_running_every_picture_is_still_right()
    {
        // Long enough that the pipes and ffmpeg's own look ahead (five seconds) cannot swallow it.
        string clip = clips.H264("long.mp4", "160x120", 1000);
        Dictionary<TimeSpan, string> whole = Pictures.ReadAll(clip).ToDictionary(p => p.At, p => p.Hash);
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        var pool = new FramePool(source.Format, 1);
        var gaps = new List<TimeSpan>();
        var last = TimeSpan.Zero;
        int skips = 0;
        while (true)
        {
            using Frame frame = pool.Rent();
            if (!source.Read(frame))
            {
                break;
            }

            Assert.True(whole[frame.At] == Pictures.Hash(frame.Pixels.Span), $"the picture at {frame.At} differs");
            Assert.Equal(gaps.Count, frame.Number);
            gaps.Add(frame.At - last);
            skips += gaps[^1] > Skip ? 1 : 0;
            last = frame.At;
            source.Mode = frame.Number < 50 || skips >= 3 ? DecodeMode.Full : DecodeMode.KeyFramesOnly;
        }

        Assert.All(gaps.Take(50).Skip(1), gap => Assert.Equal(Step, gap));
        Assert.True(skips >= 3, $"only {skips} gaps between key frames");
        Assert.Equal(Step, gaps[^1]);
        Assert.Equal(whole.Keys.Max(), last);
        Assert.InRange(source.Facts.PacketsDecoded, gaps.Count, 999);
        Assert.Equal(1000, source.Facts.Packets);
    }

    [Fact]
    public void Key_frames_only_from_the_start()
    {
        string clip = clips.H264("keys.mp4", frames: 60);
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip, Mode = DecodeMode.KeyFramesOnly });

        List<Picture> pictures = Pictures.ReadAll(source);

        Assert.Equal(Enumerable.Range(0, 6).Select(i => i * GroupOfPictures), pictures.Select(p => p.At).Where(at => at.Ticks % GroupOfPictures.Ticks == 0));
        Assert.All(pictures, p => Assert.InRange(p.At.Ticks % GroupOfPictures.Ticks, 0, 7 * Step.Ticks));
        Assert.Equal((60, pictures.Count), (source.Facts.Packets, source.Facts.PacketsDecoded));
    }
}
