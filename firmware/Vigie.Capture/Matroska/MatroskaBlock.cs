namespace Vigie.Capture.Matroska;

/// <summary>Head of one block of the video track: a packet or a picture.</summary>
/// <param name="Timestamp">Presentation time in ticks of <see cref="MatroskaHead.TimestampScale"/>.</param>
/// <param name="At">The same as time since the stream's own zero.</param>
/// <param name="PayloadBytes">Bytes to be read or skipped before the next block.</param>
internal readonly record struct MatroskaBlock(long Timestamp, TimeSpan At, int PayloadBytes);
