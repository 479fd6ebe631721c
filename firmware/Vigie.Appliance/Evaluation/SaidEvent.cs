using Vigie.Contract;

namespace Vigie.Appliance.Evaluation;

/// <summary>Something that the box said of a clip.</summary>
/// <param name="Kind">What.</param>
/// <param name="Zone">Number of the zone or line where.</param>
/// <param name="Since">When it began, before any dwell time, clip time.</param>
/// <param name="Said">When it was said.</param>
/// <param name="Until">When its end was said; of a line, the crossing itself.</param>
/// <param name="Outward">Of a line: which way.</param>
public sealed record SaidEvent(EventKind Kind, int Zone, TimeSpan Since, TimeSpan Said, TimeSpan Until, bool Outward);
