using System.Collections.Immutable;
using System.Globalization;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Quantisation;
using Vigie.Vision.Snapshots;

namespace Vigie.Modelkit.PostTraining;

/// <summary>The pictures on which ranges are measured: those of a folder, or frames spread evenly over a clip of the site.</summary>
public static class CalibrationSet
{
    /// <summary>More pictures make ranges no better, only slower.</summary>
    public const int Most = 128;

    // A clip's frames are kept in memory.
    private const int MostFrames = 64;

    /// <summary>Reads a folder or a clip; every picture of a folder is opened once, so that a wrong one is known before the work begins.</summary>
    /// <exception cref="Fault">There is no such place, no picture in it, or one that is none; it is named.</exception>
    public static ImmutableArray<EvaluationImage> Read(string place)
    {
        if (File.Exists(place))
        {
            return OfClip(place);
        }

        if (!Directory.Exists(place))
        {
            throw new Fault(FaultKind.Unavailable, place, "is neither a folder nor a clip", "Name a folder of JPEG or PNG pictures, or a video file, with --calibration.");
        }

        string[] files = CalibrationPictures.FilesOf(place);
        int count = Math.Min(files.Length, Most);
        ImmutableArray<EvaluationImage> pictures = [.. Enumerable.Range(0, count).Select(index => files[index * files.Length / count]).Select((file, id) => new EvaluationImage(id, Path.GetFileName(file), () => StillImage.Read(file)))];
        foreach (EvaluationImage picture in pictures)
        {
            picture.Read().Dispose();
        }

        return pictures;
    }

    // How long a clip is shows at its end: every frame is kept at first, and each time that there are too many, every second goes.
    private static ImmutableArray<EvaluationImage> OfClip(string clip)
    {
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        FrameFormat format = source.Format;
        using Frame frame = new FramePool(format, 1).Rent();
        List<byte[]> kept = [];
        int step = 1;
        for (int index = 0; source.Read(frame); index++)
        {
            if (index % step != 0)
            {
                continue;
            }

            kept.Add(frame.Pixels.ToArray());
            if (kept.Count > MostFrames)
            {
                kept = [.. kept.Where((_, position) => position % 2 == 0)];
                step *= 2;
            }
        }

        return kept.Count > 0
            ? [.. kept.Select((pixels, id) => new EvaluationImage(id, string.Create(CultureInfo.InvariantCulture, $"frame {id}"), () => Copy(pixels, format)))]
            : throw new Fault(FaultKind.Corrupt, clip, "holds no picture", "Name another clip.");
    }

    private static Frame Copy(byte[] pixels, FrameFormat format)
    {
        Frame frame = new FramePool(format, 1).Rent();
        pixels.CopyTo(frame.Pixels);
        return frame;
    }
}
