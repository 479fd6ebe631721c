using System.Text.Json;
using Vigie.Capture;
using Vigie.Core.Settings;

namespace Vigie.Tests.Capture;

public sealed class SourceSettingsTest
{
    [Theory]
    [InlineData("rtsp://10.0.0.5:554/stream1", SourceKind.Rtsp)]
    [InlineData("RTSP://camera.local/Streaming/Channels/101?profile=2&x=(1)", SourceKind.Rtsp)]
    [InlineData("rtsp://[fe80::1]:8554/a", SourceKind.Rtsp)]
    [InlineData("http://10.0.0.5/mjpg/video.mjpg?camera=1", SourceKind.Http)]
    [InlineData("https://camera/mjpeg", SourceKind.Http)]
    [InlineData("v4l2:///dev/video0", SourceKind.V4l2)]
    [InlineData("v4l2:///dev/video12?size=1280x720&rate=25&format=mjpeg", SourceKind.V4l2)]
    [InlineData("v4l2:///dev/v4l/by-id/usb-046d_C920-video-index0", SourceKind.V4l2)]
    [InlineData("file:///var/clips/a%20b.mp4", SourceKind.File)]
    [InlineData("lavfi:testsrc2", SourceKind.Pattern)]
    [InlineData("lavfi:testsrc2=size=768x576:rate=10", SourceKind.Pattern)]
    [InlineData("lavfi:color=c=black:s=320x240:r=5", SourceKind.Pattern)]
    public void Sources_that_are_opened(string url, SourceKind kind)
    {
        (SourceSettings settings, IReadOnlyList<Complaint> complaints) = Read(new { url });

        Assert.Empty(complaints);
        Assert.Equal(new SourceSettings(kind, url, null), settings);
    }

    [Theory]
    [InlineData("10.0.0.5/stream1", "expected the camera's URL")]
    [InlineData("ftp://10.0.0.5/a.mp4", "expected the camera's URL")]
    [InlineData("concat:a|b", "expected the camera's URL")]
    [InlineData("rtsps://10.0.0.5/a", "does not verify")]
    [InlineData("rtsp://", "expected the camera's URL")]
    [InlineData("rtsp://10.0.0.5/it's", "expected the camera's URL")]
    [InlineData("rtsp://10.0.0.5/a\\b", "expected the camera's URL")]
    [InlineData("rtsp://10.0.0.5/a\nfile /etc/passwd", "without blanks")]
    [InlineData("v4l2:///etc/passwd", "expected v4l2:///dev/videoN")]
    [InlineData("v4l2:///dev/video0/../sda", "expected v4l2:///dev/videoN")]
    [InlineData("v4l2:///dev/video0?size=big", "expected v4l2:///dev/videoN")]
    [InlineData("file://clip.mp4", "absolute path")]
    [InlineData("file:///", "absolute path")]
    [InlineData("file:///a%00b", "absolute path")]
    [InlineData("lavfi:movie=/etc/passwd", "expected one of testsrc")]
    [InlineData("lavfi:testsrc2,sendcmd=f=/etc/passwd", "expected one of testsrc")]
    [InlineData("lavfi:testsrc2[a];movie=/etc/passwd[out0]", "expected one of testsrc")]
    [InlineData("lavfi:life=filename=/etc/passwd", "expected one of testsrc")]
    [InlineData("lavfi:color=c=red@/etc/passwd", "expected one of testsrc")]
    [InlineData("lavfi:testsrc2=duration=1", "expected one of testsrc")]
    [InlineData("lavfi:mandelbrot=s=64x64\nx", "without blanks")]
    public void Sources_that_are_refused(string url, string expected)
    {
        Complaint complaint = Assert.Single(Read(new { url }).Complaints);

        Assert.Equal("$.source.url", complaint.Path);
        Assert.Contains(expected, complaint.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://admin:Tr0ub4dor@10.0.0.5/a")]
    [InlineData("rtsp://admin:Tr0ub/4dor@10.0.0.5/a")]
    [InlineData("http://x@Tr0ub4dor@10.0.0.5/a")]
    [InlineData("rtsp://10.0.0.5/user=admin&password=Tr0ub4dor&channel=1")]
    [InlineData("http://10.0.0.5/snap?user=admin&pwd=Tr0ub4dor")]
    public void A_password_in_the_url_is_refused_and_not_repeated(string url)
    {
        Complaint complaint = Assert.Single(Read(new { url }).Complaints);

        Assert.Contains("\"credentials\"", complaint.Expected, StringComparison.Ordinal);
        Assert.DoesNotContain("Tr0ub", complaint.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("4dor", complaint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/vigie/credentials/square")]
    [InlineData("square")]
    public void Credentials_are_named(string credentials) => Assert.Equal(
        credentials, Read(new { url = "rtsp://a/b", credentials }).Settings.Credentials);

    [Theory]
    [InlineData("admin:Tr0ub4dor")]
    [InlineData("../Tr0ub4dor")]
    public void Credentials_that_stand_in_the_configuration_are_refused_and_not_repeated(string credentials)
    {
        Complaint complaint = Assert.Single(Read(new { url = "rtsp://a/b", credentials }).Complaints);

        Assert.Equal("$.source.credentials", complaint.Path);
        Assert.DoesNotContain("Tr0ub4dor", complaint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_complaints_at_once()
    {
        IReadOnlyList<Complaint> complaints = Read(new { url = "lavfi:movie=a", credentials = "a b", transport = "udp" }).Complaints;

        Assert.Equal(["$.source.url", "$.source.credentials", "$.source.transport"], complaints.Select(complaint => complaint.Path));
    }

    [Fact]
    public void The_url_must_be_there() => Assert.Equal("$.source.url", Assert.Single(Read(new { }).Complaints).Path);

    [Fact]
    public void A_pattern_asks_for_no_credentials() =>
        Assert.Contains("leave it out", Assert.Single(Read(new { url = "lavfi:testsrc2", credentials = "square" }).Complaints).Expected, StringComparison.Ordinal);

    private static (SourceSettings Settings, IReadOnlyList<Complaint> Complaints) Read(object source)
    {
        var complaints = new Complaints("camera.json");
        var settings = SourceSettings.Read(new SettingsReader(JsonSerializer.SerializeToElement(source), "$.source", complaints));
        return (settings, complaints.All);
    }
}
