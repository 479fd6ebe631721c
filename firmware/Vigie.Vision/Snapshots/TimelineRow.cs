namespace Vigie.Vision.Snapshots;

/// <summary>A kind of event in one place: what happened above, what was said below.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Place">Name of the zone or line.</param>
/// <param name="Truth">What happened.</param>
/// <param name="Said">What was said.</param>
public sealed record TimelineRow(string Kind, string Place, IReadOnlyList<TimelineBar> Truth, IReadOnlyList<TimelineBar> Said);
