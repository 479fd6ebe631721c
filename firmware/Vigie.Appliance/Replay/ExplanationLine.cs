namespace Vigie.Appliance.Replay;

/// <summary>One line of an explanation: a reason that held for a rule and a track.</summary>
/// <param name="Rule">The rule's name, or its kind and place.</param>
/// <param name="Track">Number of the track; null: of many, or of the rule itself.</param>
/// <param name="Class">What the track is.</param>
/// <param name="From">Seconds of the clip of its first frame.</param>
/// <param name="To">Seconds of the clip of its last frame.</param>
/// <param name="Reason">Why.</param>
/// <param name="Reached">The most that was reached; null where the reason has no measure.</param>
/// <param name="Asked">What it takes.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Why">The same in words.</param>
internal sealed record ExplanationLine(
    string Rule, int? Track, string? Class, double From, double To, string Reason, double? Reached, double? Asked, string? Unit, string Why);
