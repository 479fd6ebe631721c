using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules;

/// <summary>Something that a rule says, in the scene's own terms: the appliance adds who, where and when by the wall clock.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Phase">Whether it begins, goes on or is over.</param>
/// <param name="Signal">The same for start, updates and end; counts from 1, never reused by a scene.</param>
/// <param name="At">Frame time of this event.</param>
/// <param name="Zone">Number of the zone or line.</param>
/// <param name="Class">What the object is: a number of <see cref="ObjectClasses"/>; 0 where the event is of many.</param>
/// <param name="Confidence">0 to 1: mean score of the sightings that the signal rests on. Not a probability.</param>
/// <param name="Box">Where the object is, or was last known to be: pixels of the source frame.</param>
/// <param name="Track">Number of the track; 0 where the event is of many.</param>
/// <param name="Since">Frame time at which what is signalled began, before any dwell time.</param>
public readonly record struct SceneEvent(
    EventKind Kind, EventPhase Phase, int Signal, TimeSpan At, int Zone, int Class, float Confidence, Box Box, int Track, TimeSpan Since)
{
    /// <summary>How many, of kinds that count (<see cref="EventKinds.Counts"/>); in an end, the most there were.</summary>
    public int Count { get; init; }

    /// <summary>Signals of the same rule that its rate limit held back since its last event.</summary>
    public int Held { get; init; }

    /// <summary>How fast, in km/h, of kinds that tell; in an end, the fastest. 0 where nobody can say: no ground plane.</summary>
    public double KilometresAnHour { get; init; }

    /// <summary>What is wrong with the camera: of kind <see cref="EventKind.Tamper"/> only, which has no zone, class, box or confidence.</summary>
    public TamperFault? Fault { get; init; }

    /// <summary>Of a line: it was crossed outwards.</summary>
    public bool Outward { get; init; }
}
