using Vigie.Core;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Vision;

/// <summary>A real network that never ends, in the real engine: it is ended, and the next frame is looked at.</summary>
public sealed class StuckRunTest : IDisposable
{
    private readonly ModelFolder _folder = new();
    private readonly Frame _dark = Pictures.Plain(64, 48, luma: 16);
    private readonly Frame _bright = Pictures.Plain(64, 48, luma: 235);
    private readonly Detection[] _found = new Detection[10];

    public StuckRunTest()
    {
        _folder.WriteNetwork(LoopingNetwork.ToBytes((5, 1, 0.6f, 1)));
        _folder.WriteManifest();
    }

    public void Dispose()
    {
        _dark.Dispose();
        _bright.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_is_ended_and_the_next_frame_is_looked_at_even_one_that_was_prepared_meanwhile()
    {
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions(Limits: Limits(recovers: true)));
        detector.Prepare(_bright, 0);
        detector.Prepare(_dark, 1);

        Assert.False(detector.TryDetect(0, _found, out int count, out Fault? stuck));
        Assert.Equal(0, count);
        Assert.Equal((FaultKind.Timeout, _folder.NetworkFile), (stuck!.Kind, stuck.Subject));
        Assert.Equal("an inference took more than 0.3 s and was ended", stuck.Problem);

        Assert.True(detector.TryDetect(1, _found, out count, out stuck));
        Assert.Equal(1, count);
        Assert.Null(stuck);
    }

    [Fact]
    public void Again_and_again()
    {
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions(Limits: Limits(recovers: true)));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, detector.Detect(_dark, _found));
            Assert.Equal(FaultKind.Timeout, Assert.Throws<Fault>(() => detector.Detect(_bright, _found)).Kind);
        }
    }

    [Fact]
    public void Work_on_a_file_ends_with_the_fault()
    {
        using OnnxDetector detector = new(_folder.Manifest, new DetectorOptions(Limits: Limits(recovers: false)));
        detector.Prepare(_bright, 0);
        Fault fault = Assert.Throws<Fault>(() => detector.TryDetect(0, _found, out _, out _));
        Assert.Equal((FaultKind.Timeout, 3), (fault.Kind, fault.ExitCode));
    }

    private static RunLimits Limits(bool recovers) => new(TimeSpan.FromMilliseconds(300), recovers);
}
