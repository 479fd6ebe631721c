using System.Globalization;
using System.Text.RegularExpressions;

namespace Vigie.Capture.Live;

/// <summary>Listens to the children's standard error for what tells of the stream while it runs. From the threads that read it.</summary>
internal sealed partial class LiveComplaints
{
    /// <summary>Steps back by less come of B-frames and jitter (milliseconds, ffmpeg's Matroska time base).</summary>
    private const long LeastStepBack = 500;

    private long _damaged;
    private long _stepBack;

    /// <summary>Pictures that the decoder could not decode, or in which it made up missing parts.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>By how much the stream's clock went back, negative; null where it did not.</summary>
    public TimeSpan? StepBack => Interlocked.Read(ref _stepBack) is < 0 and long step ? TimeSpan.FromMilliseconds(step) : null;

    /// <summary>A line of the demuxing child. Its muxer moves times that run back, and says so.</summary>
    public void DemuxerSaid(string line)
    {
        if (Backwards().Match(line) is { Success: true } times
            && long.TryParse(times.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out long previous)
            && long.TryParse(times.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out long current)
            && current < previous - LeastStepBack)
        {
            Interlocked.CompareExchange(ref _stepBack, current - previous, 0);
        }
    }

    /// <summary>A line of the decoding child: one of these for each picture that is damaged.</summary>
    public void DecoderSaid(string line)
    {
        if (line.Contains("concealing", StringComparison.Ordinal)
            || line.Contains("Error while decoding stream", StringComparison.Ordinal)
            || line.Contains("no frame!", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _damaged);
        }
    }

    [GeneratedRegex(@"Non-monotonous DTS in output stream \S+ previous: (-?\d+), current: (-?\d+)")]
    private static partial Regex Backwards();
}
