using System.Collections.Immutable;

namespace Vigie.Appliance.Evaluation;

/// <summary>How well one kind of event is seen, in all zones or in one.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Zone">Name of the zone or line; null: all of them.</param>
/// <param name="Happened">Events of the truth.</param>
/// <param name="Found">Those of them that were said.</param>
/// <param name="Said">Events that were said.</param>
/// <param name="Hours">How long was looked at.</param>
/// <param name="Delays">From when each event could be said to when it was: seconds, ascending.</param>
public sealed record KindScore(string Kind, string? Zone, int Happened, int Found, int Said, double Hours, ImmutableArray<double> Delays)
{
    /// <summary>Share of the truth that was said; null where nothing happens.</summary>
    public double? Recall => Happened == 0 ? null : (double)Found / Happened;

    /// <summary>Wilson's interval of it.</summary>
    public Interval RecallInterval => ConfidenceIntervals.OfProportion(Found, Happened);

    /// <summary>Share of what was said that is true; null where nothing was said.</summary>
    public double? Precision => Said == 0 ? null : (double)Found / Said;

    /// <summary>Wilson's interval of it.</summary>
    public Interval PrecisionInterval => ConfidenceIntervals.OfProportion(Found, Said);

    /// <summary>Events that were said and did not happen, or were said twice.</summary>
    public int FalseAlarms => Said - Found;

    /// <summary>False alarms in an hour of such a scene; null where nothing was looked at.</summary>
    public double? FalseAlarmsAnHour => Hours > 0 ? FalseAlarms / Hours : null;

    /// <summary>Garwood's interval of it.</summary>
    public Interval FalseAlarmsAnHourInterval
    {
        get
        {
            Interval count = ConfidenceIntervals.OfCount(FalseAlarms);
            return Hours > 0 ? new Interval(count.Low / Hours, count.High / Hours) : new Interval(0, double.PositiveInfinity);
        }
    }

    /// <summary>The delay in the middle, seconds; null where nothing was found.</summary>
    public double? MedianDelay => Delays.IsEmpty ? null : (Delays[(Delays.Length - 1) / 2] + Delays[Delays.Length / 2]) / 2;

    /// <summary>The longest delay, seconds; null where nothing was found.</summary>
    public double? LongestDelay => Delays.IsEmpty ? null : Delays[^1];

    /// <summary>Counts.</summary>
    /// <param name="kind">The kind's name.</param>
    /// <param name="zone">Name of the zone or line; null: all of them.</param>
    /// <param name="hours">How long was looked at.</param>
    /// <param name="matches">The events of this kind and zone.</param>
    public static KindScore Of(string kind, string? zone, double hours, IReadOnlyCollection<EventMatch> matches) => new(
        kind,
        zone,
        matches.Count(match => !match.IsFalse),
        matches.Count(match => match.Delay is not null),
        matches.Count(match => !match.IsMissed),
        hours,
        [.. matches.Select(match => match.Delay?.TotalSeconds).OfType<double>().Order()]);
}
