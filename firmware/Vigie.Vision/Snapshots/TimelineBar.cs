namespace Vigie.Vision.Snapshots;

/// <summary>Something that lasts, on a timeline.</summary>
/// <param name="From">When it begins, seconds.</param>
/// <param name="To">When it is over, seconds; not before <paramref name="From"/>.</param>
/// <param name="Agreed">Whether truth and events agree on it; else it was missed, or is false.</param>
public sealed record TimelineBar(double From, double To, bool Agreed);
