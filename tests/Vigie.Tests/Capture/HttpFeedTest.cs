using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vigie.Capture;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>Feeds of a camera that sends JPEG over HTTP, with Basic credentials, plain and encrypted.</summary>
[Collection(nameof(Undisturbed))]
[SupportedOSPlatform("linux")]
public sealed class HttpFeedTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private const string Password = "p@ss/Tr0ub4dor";

    private static readonly byte[] StartOfImage = [0xff, 0xd8, 0xff];

    private readonly FeedLog _log = new();

    [Fact]
    public void A_camera_that_is_killed_is_seen_and_healed()
    {
        IReadOnlyList<byte[]> pictures = Pictures();
        HttpCamera camera = new(pictures, "viewer:" + Password);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        try
        {
            using LiveFeed feed = Feed($"http://127.0.0.1:{camera.Port}/stream", mailbox);
            feed.Start();
            var first = LiveFeedTest.Take(mailbox, 20);
            Assert.All(first, frame => Assert.Equal((320, 240), (frame.Format.Width, frame.Format.Height)));
            Assert.All(first.Zip(first.Skip(1)), pair => Assert.True(pair.Second.At > pair.First.At));

            camera.Dispose();
            Eventually(() => feed.Status.Fault is not null);
            Assert.Equal(FaultKind.Unavailable, feed.Status.Fault!.Kind);
            Eventually(() => feed.Status.FailedAttempts >= 2);
            camera = new HttpCamera(pictures, "viewer:" + Password, camera.Port);
            Eventually(() => feed.Status is { State: FeedState.Streaming, Fault: null });

            LiveFeedTest.Take(mailbox, 5);
            Assert.Equal([2101, 2102, 2103], _log.Lines.Select(line => line.Id));
        }
        finally
        {
            camera.Dispose();
        }
    }

    [Fact]
    public void A_wrong_password_is_denied_and_heals_when_the_file_is_corrected()
    {
        using HttpCamera camera = new(Pictures(), "viewer:" + Password);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed($"http://127.0.0.1:{camera.Port}/stream", mailbox, "wrong-Tr0ub4dor");
        feed.Start();
        Eventually(() => feed.Status.FailedAttempts >= 2);
        Assert.Equal(FaultKind.Denied, feed.Status.Fault?.Kind);

        Credentials(Password);
        Eventually(() => feed.Status is { State: FeedState.Streaming, Fault: null });

        Assert.Equal([2102, 2103], _log.Lines.Select(line => line.Id));
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("Tr0ub4dor", StringComparison.Ordinal));
    }

    /// <summary>Seen by hand too: an authority that this machine trusts is accepted, and refused for another host's name.</summary>
    [Fact]
    public void A_certificate_that_nobody_signed_is_refused_before_a_password_is_sent()
    {
        using X509Certificate2 certificate = SelfSigned();
        using HttpCamera camera = new(Pictures(), "viewer:" + Password, 0, certificate);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed($"https://127.0.0.1:{camera.Port}/stream", mailbox);
        feed.Start();

        Eventually(() => feed.Status.FailedAttempts >= 2);

        Assert.Equal(FaultKind.Denied, feed.Status.Fault?.Kind);
        Assert.Contains("no certificate that this machine trusts", feed.Status.Fault!.Problem, StringComparison.Ordinal);
        Assert.Equal(0, feed.Status.Packets);
        Eventually(() => camera.Refused >= 2);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void A_redirection_to_another_protocol_is_not_followed()
    {
        using HttpCamera camera = new(Pictures(), "viewer:" + Password);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed($"http://127.0.0.1:{camera.Port}/moved", mailbox);
        feed.Start();

        Eventually(() => feed.Status.Fault is not null);

        Assert.Equal(FaultKind.Config, feed.Status.Fault!.Kind);
        Assert.Contains("not allowed", feed.Status.Fault.Problem, StringComparison.Ordinal);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static void Eventually(Func<bool> happens)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!happens())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
            Thread.Sleep(20);
        }
    }

    /// <summary>Ten JPEG files by ffmpeg. A JPEG file has no such marker but at its start.</summary>
    private static List<byte[]> Pictures()
    {
        ReadOnlySpan<byte> all = ClipFolder.Run(
            ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10", "-frames:v", "10", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1"]);
        List<byte[]> pictures = [];
        while (all.Length > 0)
        {
            int next = all[1..].IndexOf(StartOfImage);
            int length = next < 0 ? all.Length : next + 1;
            pictures.Add(all[..length].ToArray());
            all = all[length..];
        }

        Assert.Equal(10, pictures.Count);
        return pictures;
    }

    private string Credentials(string password)
    {
        string file = clips.Write("credentials", System.Text.Encoding.UTF8.GetBytes($"viewer\n{password}\n"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private LiveFeed Feed(string url, Mailbox mailbox, string password = Password) => new(
        new SourceSettings(SourceKind.Http, url, Credentials(password)),
        mailbox,
        new LiveFeedOptions { DeniedDelay = TimeSpan.FromMilliseconds(100), RetryCap = TimeSpan.FromMilliseconds(200) },
        _log,
        TimeProvider.System,
        new Random(1));
}
