using System.Globalization;
using Vigie.Core;

namespace Vigie.Capture.Ffmpeg;

/// <summary>Turns what ffmpeg complains of into faults that a person can act on.</summary>
internal static class FfmpegFaults
{
    private const int SmallestSide = 16;
    private const int LargestSide = 8192;

    /// <summary>Exit codes above this: 128 and the number of the signal that ended the process.</summary>
    private const int SignalBase = 128;

    private static readonly (string Said, FaultKind Kind, string Problem, string Remedy)[] OpenFaults =
    [
        ("Unrecognized option", FaultKind.Unavailable, "cannot be read by this ffmpeg, which is too old",
            "Install ffmpeg 5.1 or newer: apt-get install ffmpeg."),
        ("No such file", FaultKind.Unavailable, "there is no such file", "Check the path."),
        ("Permission denied", FaultKind.Unavailable, "this user may not read it", "Give the user the right to read the file."),
        ("matches no streams", FaultKind.Corrupt, "has no video stream", "Choose a file that has moving pictures."),
        ("unknown timestamp", FaultKind.Corrupt, "is bare video whose packets bear no times",
            "Put it into a container: ffmpeg -i CLIP -c:v libx264 clip.mp4."),
        ("codec none", FaultKind.Config, "uses a codec that this ffmpeg does not know", "Convert it to H.264 elsewhere."),
        ("codec tag", FaultKind.Config, "uses a codec that cannot be carried", "Convert it: ffmpeg -i CLIP -c:v libx264 clip.mp4."),
        ("Unknown/unsupported", FaultKind.Config, "uses a codec that this ffmpeg does not know", "Convert it to H.264 elsewhere."),
        ("Decoder", FaultKind.Config, "uses a codec that this ffmpeg does not decode", "Convert it to H.264 elsewhere."),
        ("moov atom not found", FaultKind.Corrupt, "is no video, or a recording that was never finished",
            "Check that it plays elsewhere."),
        ("Invalid data", FaultKind.Corrupt, "is no video that ffmpeg can read", "Check that it plays elsewhere."),
    ];

    private static readonly string[] Damage =
        ["corrupt", "partial file", "prematurely", "Input/output error", "Invalid data", "truncated", "Truncat"];

    /// <summary>Refuses a clip that is not there before anything starts.</summary>
    public static void CheckExists(string clip)
    {
        if (Directory.Exists(clip))
        {
            throw new Fault(FaultKind.Unavailable, clip, "is a folder, not a video file", "Name one file.");
        }

        if (!File.Exists(clip))
        {
            throw new Fault(FaultKind.Unavailable, clip, "there is no such file", "Check the path.");
        }
    }

    /// <summary>Refuses sizes in which nothing can be seen, and those that would take gigabytes.</summary>
    public static void CheckSize(string clip, int width, int height)
    {
        if (width is < SmallestSide or > LargestSide || height is < SmallestSide or > LargestSide)
        {
            throw new Fault(
                FaultKind.Config,
                clip,
                $"its pictures are {width}x{height} pixels, outside {SmallestSide} to {LargestSide} a side",
                "Scale it: ffmpeg -i CLIP -vf scale=1280:-2 clip.mp4.");
        }
    }

    /// <summary>Why a child's stream had no usable head.</summary>
    /// <param name="clip">What was opened.</param>
    /// <param name="complaints">What the children said, the first one's first.</param>
    /// <param name="codec">Matroska's name of the codec, where known.</param>
    /// <param name="cause">What the reader found.</param>
    public static Fault AtOpen(string clip, IReadOnlyList<string> complaints, string? codec, Fault cause)
    {
        foreach ((string said, FaultKind kind, string problem, string remedy) in OpenFaults)
        {
            if (complaints.FirstOrDefault(line => line.Contains(said, StringComparison.Ordinal)) is { } line)
            {
                string detail = codec is null ? line : $"{codec}: {line}";
                return new Fault(kind, clip, $"{problem} ({detail})", remedy, cause);
            }
        }

        string reason = complaints.LastOrDefault(IsTelling) ?? cause.Problem;
        return new Fault(FaultKind.Corrupt, clip, $"cannot be opened ({reason})", "Check that it plays elsewhere.", cause);
    }

    /// <summary>What was wrong with a clip whose pictures have ended; null where it was whole.</summary>
    public static Fault? AtEnd(ClipEnd end)
    {
        if (end.DecoderExit > SignalBase)
        {
            string signal = $"ffmpeg was ended by signal {end.DecoderExit - SignalBase} while decoding, {After(end)}";
            return new Fault(FaultKind.Unavailable, end.Clip, signal, "See whether memory ran out, then start again.", end.Broken);
        }

        string? damage = end.DemuxerComplaints.FirstOrDefault(IsDamage)
            ?? (end.Broken as Fault)?.Problem
            ?? (end.DecoderExit != 0 ? Last(end.DecoderComplaints, end.DecoderExit) : null)
            ?? (end.DemuxerExit != 0 ? Last(end.DemuxerComplaints, end.DemuxerExit) : null)
            ?? end.Broken?.Message;
        return damage is null
            ? null
            : new Fault(
                FaultKind.Corrupt,
                end.Clip,
                $"is damaged or cut off, {After(end)} ({damage})",
                "What could be read was used; copy the file again from where it comes.",
                end.Broken);
    }

    private static bool IsDamage(string line) => Damage.Any(word => line.Contains(word, StringComparison.Ordinal));

    private static string Last(IReadOnlyList<string> complaints, int exit) =>
        complaints.LastOrDefault(IsTelling) ?? string.Create(CultureInfo.InvariantCulture, $"ffmpeg ended with code {exit}");

    /// <summary>That a pipe broke only follows from something else.</summary>
    private static bool IsTelling(string line) =>
        !line.Contains("Broken pipe", StringComparison.Ordinal) && !line.StartsWith("Last message repeated", StringComparison.Ordinal);

    private static string After(ClipEnd end) => end.Frames == 0
        ? "before the first picture"
        : string.Create(CultureInfo.InvariantCulture, $"after {end.Frames} pictures, the last at {end.LastAt.TotalSeconds:0.000} s");
}
