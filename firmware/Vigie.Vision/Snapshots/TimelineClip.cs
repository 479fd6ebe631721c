namespace Vigie.Vision.Snapshots;

/// <summary>A clip's rows over its own time.</summary>
/// <param name="Name">The clip.</param>
/// <param name="From">Where its axis begins, seconds.</param>
/// <param name="To">Where it ends, seconds; behind <paramref name="From"/>.</param>
/// <param name="Rows">A row a kind and place.</param>
public sealed record TimelineClip(string Name, double From, double To, IReadOnlyList<TimelineRow> Rows);
