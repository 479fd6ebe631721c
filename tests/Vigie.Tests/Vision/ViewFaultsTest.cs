using System.Globalization;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Tests.Capture;
using Vigie.Tests.House;
using Vigie.Vision.Motion;

namespace Vigie.Tests.Vision;

/// <summary>
/// Faults that ffmpeg makes of a real clip from its 15th second on, and what is none: light, night, noise, a lorry. Times are the frames' own. What it says of
/// each is told with its time.
/// </summary>
public sealed class ViewFaultsTest(ClipFolder clips, ITestOutputHelper output) : IClassFixture<ClipFolder>
{
    private const double From = 15;
    private const string Cloth = "split[a][b];[b]crop=iw/8:ih/8:0:ih/2,scale=768:576,gblur=sigma=40,eq=brightness=-0.25[c];[a][c]overlay=enable='gte(t,15)'";

    [Theory]
    [InlineData("cloth", Cloth, PictureCondition.Covered, 3)]
    [InlineData("board", "drawbox=c=0x404040:t=fill:enable='gte(t,15)',noise=alls=6:allf=t", PictureCondition.Covered, 3)]
    [InlineData("cap", "drawbox=c=black:t=fill:enable='gte(t,15)'", PictureCondition.Black, 3)]
    [InlineData("focus3", "gblur=sigma=3:enable='gte(t,15)'", PictureCondition.Defocused, 6)]
    [InlineData("focus8", "gblur=sigma=8:enable='gte(t,15)'", PictureCondition.Defocused, 6)]
    [InlineData("turned", "split[a][b];[b]pad=iw*1.05:ih:0:0,crop=768:576:iw-768:0[c];[a][c]overlay=enable='gte(t,15)'", PictureCondition.Moved, 7)]
    [InlineData("tilted", "split[a][b];[b]pad=iw:ih*1.12:0:0,crop=768:576:0:ih-576[c];[a][c]overlay=enable='gte(t,15)'", PictureCondition.Moved, 7)]
    [InlineData("stuck", "loop=loop=-1:size=1:start=150,setpts=N/10/TB", PictureCondition.Frozen, 10)]
    public void A_fault_is_said_in_time(string name, string filter, PictureCondition condition, double within)
    {
        Thorough.Only(unless: name is "cloth" or "turned" or "stuck");
        (TimeSpan At, PictureCondition Now)[] seen = Watch(name, filter, seconds: 29);
        Assert.All(seen.Where(one => one.At.TotalSeconds < From), one => Assert.Equal(PictureCondition.Good, one.Now));
        TimeSpan first = seen.FirstOrDefault(one => one.Now == condition).At;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {condition} after {first.TotalSeconds - From:0.0} s"));
        Assert.InRange(first.TotalSeconds - From, 0.1, within);
        Assert.All(seen.Where(one => one.At >= first), one => Assert.Equal(condition, one.Now));
    }

    [Fact]
    public void A_view_of_something_else_is_said_after_a_minute()
    {
        Thorough.Only();
        (TimeSpan At, PictureCondition Now)[] seen = Watch("elsewhere", "split[a][b];[b]hflip,vflip[c];[a][c]overlay=enable='gte(t,15)'", seconds: 79);
        Assert.InRange(seen.First(one => one.Now == PictureCondition.Moved).At.TotalSeconds - From, 55, 63.5);
    }

    [Theory]
    [InlineData("dim", "eq=brightness=-0.2:contrast=0.5:enable='gte(t,15)'")]
    [InlineData("bright", "eq=brightness=0.2:contrast=1.4:enable='gte(t,15)'")]
    [InlineData("infrared", "colorchannelmixer=rr=0.9:rg=0.1:rb=0:gr=0.9:gg=0.1:gb=0:br=0.9:bg=0.1:bb=0:enable='gte(t,15)',noise=alls=10:allf=t:enable='gte(t,15)'")]
    [InlineData("exposure", "eq=brightness='0.12*sin(t*2)':contrast='1+0.3*sin(t*1.3)':eval=frame")]
    [InlineData("night", "eq=brightness=-0.35:contrast=0.3:enable='gte(t,15)',noise=alls=8:allf=t")]
    [InlineData("rain", "split[a][b];[b]noise=alls=100:allf=t,eq=contrast=0.4,gblur=sigma=0.5:sigmaV=6[c];[a][c]blend=all_mode=average:all_opacity=0.4")]
    [InlineData("lamp", "geq=lum='if(gte(T,15),clip(lum(X,Y)*(0.3+1.2*exp(-((X-200)*(X-200)+(Y-200)*(Y-200))/60000)),0,255),lum(X,Y))':cb='cb(X,Y)':cr='cr(X,Y)'")]
    public void Light_night_and_rain_are_no_fault(string name, string filter)
    {
        Thorough.Only(unless: name is "night");
        Assert.All(Watch(name, filter, seconds: 26), one => Assert.Equal(PictureCondition.Good, one.Now));
    }

    // A plain side that fills nearly all of the picture, from one edge to the other in five seconds, again and again; and one that stops before the camera.
    [Theory]
    [InlineData("passes", "-W+W*0.4*mod(t-15,6)")]
    [InlineData("waits", "min(0,-W+W*0.5*(t-15))")]
    public void A_plain_lorry_is_no_fault(string name, string x)
    {
        Thorough.Only();
        string lorry = $"color=c=0xd0d0c8:s=768x576:r=10[l];[0:v][l]overlay=x='if(lt(t,15),-W,{x})':y=-60:shortest=1,noise=alls=4:allf=t";
        Assert.All(Watch("plain-" + name, lorry, seconds: 34), one => Assert.Equal(PictureCondition.Good, one.Now));
    }

    // Traffic itself, as large as the picture but for its lower edge.
    [Theory]
    [InlineData("passes", "-W+W*0.2*mod(t-15,12)")]
    [InlineData("waits", "min(0,-W+W*0.5*(t-15))")]
    public void A_lorry_is_no_fault(string name, string x)
    {
        Thorough.Only();
        string traffic = Pictures.Data("clips", "vehicle_surveillance.mp4");
        string lorry = $"movie={traffic},loop=loop=-1:size=1:start=0,setpts=N/10/TB,scale=768:576[l];[0:v][l]overlay=x='if(lt(t,15),-W,{x})':y=-60:shortest=1,noise=alls=4:allf=t";
        Assert.All(Watch("lorry-" + name, lorry, seconds: 34), one => Assert.Equal(PictureCondition.Good, one.Now));
    }

    [Fact]
    public void A_frozen_picture_is_said_within_ten_seconds_where_only_key_frames_are_looked_at()
    {
        (TimeSpan At, PictureCondition Now)[] seen = Watch("stuck-steady", "loop=loop=-1:size=1:start=150,setpts=N/10/TB", seconds: 29, every: 20, quality: "-qp");
        Assert.InRange(seen.First(one => one.Now == PictureCondition.Frozen).At.TotalSeconds - From, 0.1, 10);
    }

    private (TimeSpan At, PictureCondition Now)[] Watch(string name, string filter, int seconds, int every = 1, string quality = "-crf")
    {
        string clip = Environment.GetEnvironmentVariable("VIGIE_CLIP") ?? Path.Combine(SourceTree.Root, "../shared/data/pets09-s2l1/vtest.avi");
        Assert.SkipUnless(File.Exists(clip), "skipped: no clip; ./tools/test fetches it");
        string made = clips.Make(
            name + ".mp4", "-i", clip, "-filter_complex", filter, "-t", $"{seconds}", "-an", "-c:v", "libx264", "-preset", "ultrafast", quality, "20", "-bf", "0", "-g", "20", "-sc_threshold", "0", "-pix_fmt", "yuv420p");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = made });
        using Frame frame = new FramePool(source.Format, 1).Rent();
        MotionGate gate = new(MotionOptions.Default);
        List<(TimeSpan, PictureCondition)> seen = [];
        for (int number = 0; source.Read(frame); number++)
        {
            if (number % every == 0)
            {
                gate.Look(frame);
                seen.Add((frame.At, gate.Condition));
            }
        }

        return [.. seen];
    }
}
