namespace Vigie.Delivery;

/// <summary>One file of consecutive records of a lane. Guarded by its <see cref="SegmentIndex"/>.</summary>
internal sealed class Segment(string path, Lane lane, ulong first)
{
    public string Path { get; } = path;

    public Lane Lane { get; } = lane;

    /// <summary>Number of its first record; also the seed of its records' hashes.</summary>
    public ulong First { get; } = first;

    /// <summary>Number after its last durable record.</summary>
    public ulong Next { get; set; } = first;

    /// <summary>Durable bytes.</summary>
    public long Length { get; set; }
}
