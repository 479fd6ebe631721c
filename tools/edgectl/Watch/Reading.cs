using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>What an arrival turned out to be.</summary>
/// <param name="Arrival">The message.</param>
public abstract record Reading(Arrival Arrival)
{
    /// <summary>An event, with the context that explains its numbers where that is known.</summary>
    public sealed record OfEvent(
        Arrival Arrival, Topics Device, WireEncoding Encoding, Entry Entry, EventRecord Record, ContextRecord? Context)
        : Reading(Arrival);

    /// <summary>The box says what it gave up.</summary>
    public sealed record OfGap(Arrival Arrival, Topics Device, WireEncoding Encoding, Entry Entry, GapRecord Record)
        : Reading(Arrival);

    /// <summary>The box says how far its clock can be believed, and by how much it was set.</summary>
    public sealed record OfClock(Arrival Arrival, Topics Device, WireEncoding Encoding, Entry Entry, ClockRecord Record)
        : Reading(Arrival);

    /// <summary>What a count came to in an interval.</summary>
    public sealed record OfCount(Arrival Arrival, Topics Device, WireEncoding Encoding, Entry Entry, CountRecord Record, ContextRecord? Context)
        : Reading(Arrival);

    /// <summary>What a rule would have sent in its shadow time.</summary>
    public sealed record OfShadow(Arrival Arrival, Topics Device, WireEncoding Encoding, Entry Entry, ShadowRecord Record, ContextRecord? Context)
        : Reading(Arrival);

    /// <summary>A context record.</summary>
    public sealed record OfContext(Arrival Arrival, Topics Device, WireEncoding Encoding, Entry Entry, ContextRecord Record)
        : Reading(Arrival);

    /// <summary>Birth, or last will.</summary>
    public sealed record OfStatus(Arrival Arrival, Topics Device, WireEncoding Encoding, StatusRecord Record) : Reading(Arrival);

    /// <summary>Nothing of the contract.</summary>
    public sealed record Unreadable(Arrival Arrival, string Problem) : Reading(Arrival);
}
