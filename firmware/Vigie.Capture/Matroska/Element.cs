namespace Vigie.Capture.Matroska;

/// <summary>Head of one element: identifier, and the place in the stream where its data ends.</summary>
/// <param name="Id">Identifier with its length marker.</param>
/// <param name="Size">Bytes of data, or <see cref="UnknownSize"/>.</param>
/// <param name="End">Position in the stream just behind the data; <see cref="long.MaxValue"/> where the size is unknown.</param>
internal readonly record struct Element(uint Id, long Size, long End)
{
    /// <summary>All value bits set: the element lasts until its parent or the stream ends (RFC 8794 section 6.2).</summary>
    public const long UnknownSize = -1;
}
