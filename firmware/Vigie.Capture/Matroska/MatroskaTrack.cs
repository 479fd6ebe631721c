namespace Vigie.Capture.Matroska;

/// <summary>What the head of a stream says about its video track (RFC 9559 section 5.1.4).</summary>
/// <param name="Number">Track number that its blocks bear, 1 to 126 (the most that ffmpeg writes).</param>
/// <param name="CodecId">Matroska's name of the codec, for example <c>V_MPEG4/ISO/AVC</c>.</param>
/// <param name="PixelWidth">Width as coded, pixels.</param>
/// <param name="PixelHeight">Height as coded, pixels.</param>
/// <param name="FullRange">Whether the colour range is stated to be full (0-255).</param>
/// <param name="FrameDuration">Duration of a frame where the rate is constant and stated, else null.</param>
internal sealed record MatroskaTrack(
    int Number, string CodecId, int PixelWidth, int PixelHeight, bool FullRange, TimeSpan? FrameDuration);
