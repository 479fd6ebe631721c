namespace Vigie.Delivery;

/// <summary>Everything of one lane.</summary>
internal sealed class LaneStore(Lane lane, Arena arena, SegmentIndex index, SegmentWriter writer, SegmentReader reader)
{
    public Lane Lane { get; } = lane;

    public Arena Arena { get; } = arena;

    public SegmentIndex Index { get; } = index;

    public SegmentWriter Writer { get; } = writer;

    public SegmentReader Reader { get; } = reader;
}
