using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.StoppedVehicle;

/// <summary>One vehicle at rest, or that may come to rest, in the zone.</summary>
/// <param name="track">Its track.</param>
/// <param name="at">When it was first seen here.</param>
internal struct Rest(in Track track, TimeSpan at)
{
    private TimeSpan _countedAt = at;
    private double _scores;
    private int _sightings;

    /// <summary>Its track; another one where it was lost and found again at the same place.</summary>
    public int Track { get; set; } = track.Number;

    /// <summary>What it is.</summary>
    public int Class { get; } = track.Class;

    /// <summary>Where it came to rest: pixels.</summary>
    public Box Place { get; } = track.Box;

    /// <summary>When it came to rest.</summary>
    public TimeSpan Since { get; } = at;

    /// <summary>When the vehicle that now moves, or rests again, was last at rest for long; null: never, as far as is known.</summary>
    public TimeSpan? RestedBefore { get; init; }

    /// <summary>For how long it was at rest; in a queue, time counts a third.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>When it was last there, seen or covered.</summary>
    public TimeSpan ThereAt { get; set; } = at;

    /// <summary>Whether its track has ended.</summary>
    public bool IsLost { get; set; }

    /// <summary>Number of its signal; 0 while it only rests.</summary>
    public int Signal { get; set; }

    /// <summary>When the signal was last spoken of.</summary>
    public TimeSpan SaidAt { get; set; }

    /// <summary>Mean score of its sightings at rest.</summary>
    public readonly float Confidence => _sightings == 0 ? 0 : (float)(_scores / _sightings);

    /// <summary>It is still at rest.</summary>
    /// <param name="at">Now.</param>
    /// <param name="parts">Of so many seconds one counts.</param>
    public void Wait(TimeSpan at, int parts)
    {
        Waited += (at - _countedAt) / parts;
        _countedAt = at;
    }

    /// <summary>It is seen at rest.</summary>
    public void See(in Track track)
    {
        _scores += track.Score;
        _sightings++;
    }
}
