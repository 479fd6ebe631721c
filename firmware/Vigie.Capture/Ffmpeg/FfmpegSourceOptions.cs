namespace Vigie.Capture.Ffmpeg;

/// <summary>What to open, and how.</summary>
public sealed record FfmpegSourceOptions
{
    /// <summary>Path of a video file.</summary>
    public required string Clip { get; init; }

    /// <summary>Which packets are decoded at first; <see cref="FfmpegSource.Mode"/> changes it while running.</summary>
    public DecodeMode Mode { get; init; } = DecodeMode.Full;

    /// <summary>Decoder threads, at least 1. One keeps the decoder's delay to what the stream itself asks for.</summary>
    public int DecoderThreads { get; init; } = 1;

    /// <summary>The ffmpeg to run: a name that is looked up in PATH, or a path. 5.1 or newer.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";
}
