using System.Diagnostics;
using System.Globalization;

namespace Vigie.Scenarios.Cameras;

/// <summary>The camera of rtsp_camera.py: a real RTSP server with Digest, which can be told to fail.</summary>
internal sealed class RtspCamera : IDisposable
{
    public const string User = "viewer";

    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    public RtspCamera(string password, int port = 0)
    {
        string script = Checkout.At("tests/Vigie.Scenarios/Cameras/rtsp_camera.py");
        _process = Process.Start(new ProcessStartInfo(Python, [script, port.ToString(CultureInfo.InvariantCulture), User, password])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Port = int.Parse(_process.StandardOutput.ReadLine() ?? "0", CultureInfo.InvariantCulture);
    }

    public int Port { get; }

    public string Url => $"rtsp://127.0.0.1:{Port}/stream";

    public static void SkipWithoutServer()
    {
        using Process? probe = File.Exists(Python)
            ? Process.Start(new ProcessStartInfo(Python, ["-c", "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"])
            {
                RedirectStandardError = true,
            })
            : null;
        probe?.WaitForExit();
        Assert.SkipUnless(
            probe?.ExitCode == 0,
            "skipped: no RTSP server; apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-{base,good,ugly}");
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
