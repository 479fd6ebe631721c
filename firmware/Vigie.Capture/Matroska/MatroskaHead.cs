namespace Vigie.Capture.Matroska;

/// <summary>Everything before the first Cluster.</summary>
/// <param name="Track">The video track.</param>
/// <param name="TimestampScale">Nanoseconds of one tick of the block timestamps.</param>
/// <param name="Bytes">The head byte for byte, to send on to another reader.</param>
internal sealed record MatroskaHead(MatroskaTrack Track, long TimestampScale, byte[] Bytes);
