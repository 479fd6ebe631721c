using Vigie.Capture;
using Vigie.Capture.Live;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>What the demuxing child is told. No test has a Video4Linux device: that ffmpeg takes these arguments for one was never seen here.</summary>
public sealed class LiveInputTest
{
    private static readonly Credentials Viewer = new("viewer", "p@ss");

    [Fact]
    public void A_device_as_the_driver_likes_it() => Assert.Equal(
        [
            "-nostdin", "-hide_banner", "-v", "warning", "-protocol_whitelist", "file", "-f", "v4l2", "-timestamps", "mono2abs",
            "-i", "/dev/video0", "-map", "0:V:0", "-c", "copy", "-f", "matroska",
        ],
        Of("v4l2:///dev/video0", SourceKind.V4l2).Arguments.Take(18));

    [Fact]
    public void A_device_with_all_options() => Assert.Equal(
        [
            "-f", "v4l2", "-timestamps", "mono2abs", "-input_format", "mjpeg", "-video_size", "1280x720", "-framerate", "25",
            "-i", "/dev/v4l/by-id/usb-046d_C920-video-index0",
        ],
        Of("v4l2:///dev/v4l/by-id/usb-046d_C920-video-index0?size=1280x720&rate=25&format=mjpeg", SourceKind.V4l2).Arguments.Skip(6).Take(12));

    [Theory]
    [InlineData("http://10.0.0.5/stream", SourceKind.Http, "pipe,http,tcp", "concat,mpjpeg,mjpeg", false)]
    [InlineData("HTTPS://10.0.0.5/stream", SourceKind.Http, "pipe,https,tls,tcp", "concat,mpjpeg,mjpeg", true)]
    [InlineData("rtsp://10.0.0.5/stream", SourceKind.Rtsp, "pipe,rtp,tcp", "concat,rtsp", false)]
    public void A_camera_in_the_network(string url, SourceKind kind, string protocols, string formats, bool verified)
    {
        LiveInput input = Of(url, kind, Viewer);

        Assert.Equal(protocols, After(input, "-protocol_whitelist"));
        Assert.Equal(formats, After(input, "-format_whitelist"));
        Assert.Contains($"file '{url[..url.IndexOf("10.", StringComparison.Ordinal)]}viewer:p%40ss@10.0.0.5/stream'\n", input.Script, StringComparison.Ordinal);
        Assert.Equal(verified, input.Script!.Contains("option tls_verify 1\n", StringComparison.Ordinal));
        Assert.DoesNotContain("10.0.0.5", input.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("p%40ss", input.ToString(), StringComparison.Ordinal);
    }

    private static string After(LiveInput input, string option) =>
        input.Arguments.SkipWhile(argument => argument != option).Skip(1).First();

    private static LiveInput Of(string url, SourceKind kind, Credentials? credentials = null) =>
        LiveInput.Of(new SourceSettings(kind, url, null), credentials, TimeSpan.FromSeconds(5));
}
