namespace Vigie.Appliance.Evaluation;

/// <summary>One event that went wrong.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Zone">Name of the zone or line.</param>
/// <param name="From">When it begins, or when it was said to have begun: seconds of the clip.</param>
/// <param name="To">When it is over.</param>
public sealed record Finding(string Kind, string Zone, double From, double To);
