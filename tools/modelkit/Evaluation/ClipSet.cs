using System.Diagnostics;
using System.Globalization;
using Vigie.Core;
using Vigie.Vision.Snapshots;

namespace Vigie.Modelkit.Evaluation;

/// <summary>
/// A clip of which some frames were labelled, in the rows of MOTChallenge: frame from 1, track, left, top, width, height, then what is not read.
/// All objects are persons. Frames that no row names were not labelled, and are not looked at.
/// </summary>
public sealed class ClipSet : IDisposable
{
    private readonly string _frames = Directory.CreateTempSubdirectory("vigie-clip-").FullName;

    private ClipSet(string clip, TrueObject[] objects)
    {
        long[] numbers = [.. objects.Select(item => item.Image).Distinct().Order()];
        Extract(clip, numbers);
        Set = new EvaluationSet(
            Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(clip))!),
            [ObjectName],
            [.. numbers.Select((number, index) => new EvaluationImage(number, $"{clip}, frame {number}", () => StillImage.Read(FrameFile(index))))],
            [.. objects]);
    }

    private const string ObjectName = "person";

    /// <summary>The labelled frames.</summary>
    public EvaluationSet Set { get; }

    /// <summary>Reads the rows, and takes the frames that they name out of the clip with ffmpeg.</summary>
    /// <param name="clip">The clip; its folder names the set.</param>
    /// <param name="truth">The rows.</param>
    /// <exception cref="Fault">A row is none, or ffmpeg or the clip is missing.</exception>
    public static ClipSet Read(string clip, string truth)
    {
        if (!File.Exists(clip) || !File.Exists(truth))
        {
            throw new Fault(FaultKind.Unavailable, File.Exists(clip) ? truth : clip, "is not there", "Name a clip and its labels.");
        }

        string[] rows = [.. File.ReadLines(truth).Where(row => row.Length > 0)];
        TrueObject?[] objects = [.. rows.Select(ReadRow)];
        int wrong = Array.IndexOf(objects, null);
        return wrong < 0 && objects.Length > 0
            ? new ClipSet(clip, [.. objects.OfType<TrueObject>()])
            : throw new Fault(FaultKind.Config, truth, wrong < 0 ? "holds no row" : $"line {wrong + 1} is no row: {rows[wrong]}", "Give rows of MOTChallenge: frame,track,left,top,width,height,…");
    }

    /// <summary>Removes the frames.</summary>
    public void Dispose() => Directory.Delete(_frames, recursive: true);

    private static TrueObject? ReadRow(string row)
    {
        double[] numbers = new double[6];
        string[] parts = row.Split(',');
        bool whole = parts.Length >= numbers.Length && Enumerable.Range(0, numbers.Length)
            .All(index => double.TryParse(parts[index], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[index]) && double.IsFinite(numbers[index]));
        return whole && numbers[0] is >= 1 and < 1e6 && numbers[4] >= 0 && numbers[5] >= 0
            ? new TrueObject((long)numbers[0], ObjectName, new PixelBox(numbers[2], numbers[3], numbers[4], numbers[5]))
            : null;
    }

    private string FrameFile(int index) => Path.Combine(_frames, string.Create(CultureInfo.InvariantCulture, $"{index + 1:000000}.png"));

    private void Extract(string clip, long[] numbers)
    {
        string wanted = string.Join('+', numbers.Select(number => string.Create(CultureInfo.InvariantCulture, $"eq(n,{number - 1})")));
        ProcessStartInfo start = new("ffmpeg", ["-v", "error", "-nostdin", "-i", clip, "-vf", $"select='{wanted}'", "-fps_mode", "passthrough", "-f", "image2", Path.Combine(_frames, "%06d.png")]);
        try
        {
            using Process process = Process.Start(start)!;
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new Fault(FaultKind.Unavailable, "ffmpeg", "is not installed", "Type sudo apt-get install ffmpeg.", cause);
        }

        if (!File.Exists(FrameFile(numbers.Length - 1)))
        {
            throw new Fault(FaultKind.Corrupt, clip, $"does not give its labelled frames up to {numbers[^1]}", "Name the clip that was labelled.");
        }
    }
}
