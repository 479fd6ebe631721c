using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Crossing;

/// <summary>What the rule knows of one track: on which side of the line it is for certain, and its open signal.</summary>
/// <param name="track">The track's number.</param>
/// <param name="foot">Where it was first seen: pixels.</param>
internal struct Walker(int track, Point foot)
{
    private double _scores;
    private int _sightings;

    /// <summary>The track's number.</summary>
    public int Track { get; } = track;

    /// <summary>Foot point when it was last seen: pixels.</summary>
    public Point Foot { get; set; } = foot;

    /// <summary>-1 left, 1 right of the line; 0 until it was seen clear of it.</summary>
    public int Side { get; set; }

    /// <summary>Whether its way since it was last clear of the line has crossed it an odd number of times.</summary>
    public bool IsAcross { get; set; }

    /// <summary>Number of its signal; 0 where none is open.</summary>
    public int Signal { get; set; }

    /// <summary>When it last crossed.</summary>
    public TimeSpan CrossedAt { get; set; }

    /// <summary>When the open signal's first crossing was.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>Whether the last crossing led outwards.</summary>
    public bool Outward { get; set; }

    /// <summary>What it is.</summary>
    public int Class { get; private set; }

    /// <summary>Where it is.</summary>
    public Box Box { get; private set; }

    /// <summary>Mean score of its sightings.</summary>
    public readonly float Confidence => (float)(_scores / _sightings);

    /// <summary>It is seen.</summary>
    public void See(in Track track)
    {
        Class = track.Class;
        Box = track.Box;
        _scores += track.Score;
        _sightings++;
    }
}
