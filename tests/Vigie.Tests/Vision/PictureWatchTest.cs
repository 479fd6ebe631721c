using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Tests.Capture;
using Vigie.Vision.Motion;

namespace Vigie.Tests.Vision;

/// <summary>Frozen, black and covered pictures, through a real encoder and decoder; and good ones, of which none of that is said.</summary>
public sealed class PictureWatchTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private const string Street = "testsrc2=s=320x180:r=5,format=yuv420p";

    [Fact]
    public void A_picture_that_freezes_is_said_within_ten_seconds_though_the_encoder_goes_on()
    {
        (TimeSpan At, PictureCondition Now)[] seen = Watch(
            "frozen.mp4", $"{Street},noise=alls=6:allf=t,trim=duration=6,tpad=stop_mode=clone:stop_duration=24", 30);
        Assert.Equal(PictureCondition.Frozen, seen[^1].Now);
        TimeSpan first = seen.First(one => one.Now == PictureCondition.Frozen).At;
        Assert.InRange(first, TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public void What_moves_again_is_good_within_two_seconds()
    {
        (TimeSpan At, PictureCondition Now)[] seen = Watch(
            "thawed.mp4", $"{Street},noise=alls=6:allf=t,loop=loop=120:size=1:start=10,setpts=N/5/TB", 34);
        TimeSpan frozen = seen.Last(one => one.Now == PictureCondition.Frozen).At;
        Assert.Equal(PictureCondition.Good, seen[^1].Now);
        Assert.InRange(frozen, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(28.2));
    }

    [Theory]
    [InlineData("black.mp4", "color=black:s=320x180:r=5", PictureCondition.Black)]
    [InlineData("dark.mp4", "color=black:s=320x180:r=5,noise=alls=8:allf=t", PictureCondition.Black)]
    [InlineData("covered.mp4", "color=gray:s=320x180:r=5,noise=alls=8:allf=t", PictureCondition.Covered)]
    public void A_picture_without_any_contrast_is_said_within_three_seconds(string name, string source, PictureCondition what)
    {
        (TimeSpan At, PictureCondition Now)[] seen = Watch(name, source, 8);
        Assert.All(seen.Where(one => one.At < TimeSpan.FromSeconds(2.5)), one => Assert.Equal(PictureCondition.Good, one.Now));
        Assert.All(seen.Where(one => one.At >= TimeSpan.FromSeconds(3)), one => Assert.Equal(what, one.Now));
    }

    [Theory]
    [InlineData("quiet.mp4", "smptebars=s=320x180:r=5,noise=alls=5:allf=t")]
    [InlineData("night.mp4", "smptebars=s=320x180:r=5,eq=brightness=-0.35:contrast=0.3,noise=alls=8:allf=t")]
    [InlineData("busy.mp4", Street)]
    public void A_camera_that_works_is_good(string name, string source) =>
        Assert.All(Watch(name, source, 30), one => Assert.Equal(PictureCondition.Good, one.Now));

    [Theory]
    [InlineData("clips/car-detection.mp4")]
    [InlineData("clips/one-by-one-person-detection.mp4")]
    [InlineData("clips/pedestrian_surveillance.mp4")]
    [InlineData("clips/vehicle_surveillance.mp4")]
    [InlineData("pets09-s2l1/vtest.avi")]
    public void Real_pictures_are_good(string clip) =>
        Assert.All(Watch(Pictures.Data(clip.Split('/'))), one => Assert.Equal(PictureCondition.Good, one.Now));

    private (TimeSpan At, PictureCondition Now)[] Watch(string name, string source, int seconds) => Watch(clips.Make(
        name, "-f", "lavfi", "-i", source, "-t", $"{seconds}", "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-g", "20", "-pix_fmt", "yuv420p"));

    private static (TimeSpan At, PictureCondition Now)[] Watch(string clip)
    {
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        using Frame frame = new FramePool(source.Format, 1).Rent();
        MotionGate gate = new(MotionOptions.Default);
        List<(TimeSpan, PictureCondition)> seen = [];
        while (source.Read(frame))
        {
            gate.Look(frame);
            seen.Add((frame.At, gate.Condition));
        }

        return [.. seen];
    }
}
