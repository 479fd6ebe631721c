using System.Diagnostics;
using System.Globalization;

namespace Vigie.Scenarios.Cameras;

/// <summary>The camera of rtsp_camera.py: a real RTSP server with Digest, which can be told to fail.</summary>
internal sealed class RtspCamera : IDisposable
{
    public const string User = "viewer";

    private const string Python = "/usr/bin/python3";

    private const string Packages =
        "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly gstreamer1.0-plugins-bad";

    private readonly Process _process;

    /// <param name="password">What it wants of <see cref="User"/>.</param>
    /// <param name="port">0: any that is free.</param>
    /// <param name="keyInterval">Pictures from one key frame to the next; 25 a second.</param>
    public RtspCamera(string password, int port = 0, int keyInterval = 25)
    {
        string[] arguments = [Script, port.ToString(CultureInfo.InvariantCulture), User, password, keyInterval.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Port = int.Parse(_process.StandardOutput.ReadLine() ?? "0", CultureInfo.InvariantCulture);
    }

    public int Port { get; }

    public int Id => _process.Id;

    public string Url => $"rtsp://127.0.0.1:{Port}/stream";

    /// <summary>A stream whose codec ffmpeg does not take.</summary>
    public string UnknownUrl => $"rtsp://127.0.0.1:{Port}/unknown";

    private static string Script => Checkout.At("tests/Vigie.Scenarios/Cameras/rtsp_camera.py");

    /// <summary>Skips the test where one of the Debian packages is missing, and says which are needed.</summary>
    public static void SkipWithoutServer()
    {
        string missing = "python3";
        if (File.Exists(Python))
        {
            using Process probe = Process.Start(new ProcessStartInfo(Python, [Script, "missing"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = probe.StandardError.ReadToEndAsync();
            missing = probe.StandardOutput.ReadToEnd().Trim();
            probe.WaitForExit();
            missing = probe.ExitCode == 0 ? missing : errors.GetAwaiter().GetResult().Trim().Split('\n')[^1];
        }

        Assert.SkipUnless(missing.Length == 0, $"skipped: no RTSP server ({missing}); apt-get install {Packages}");
    }

    /// <summary>Gives an order, and waits until it is carried out.</summary>
    public void Tell(string order)
    {
        _process.StandardInput.WriteLine(order);
        _process.StandardInput.Flush();
        Assert.StartsWith("ok ", _process.StandardOutput.ReadLine(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
