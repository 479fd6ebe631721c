namespace Vigie.Capture.Ffmpeg;

/// <summary>What a source has done so far.</summary>
/// <param name="Packets">Video packets read from the clip.</param>
/// <param name="PacketBytes">Their bytes: the video that a camera sends.</param>
/// <param name="PacketsDecoded">Those of them that went on to the decoder.</param>
/// <param name="Frames">Pictures delivered.</param>
public readonly record struct FfmpegFacts(long Packets, long PacketBytes, long PacketsDecoded, long Frames);
