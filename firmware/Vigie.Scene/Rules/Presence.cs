using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules;

/// <summary>What the rule knows of one track that is under its condition, or was a moment ago.</summary>
internal struct Presence
{
    private double _scores;

    /// <summary>Begins when the condition first holds.</summary>
    public Presence(in Track track, TimeSpan at)
    {
        Track = track.Number;
        Since = at;
    }

    /// <summary>The track's number.</summary>
    public int Track { get; }

    /// <summary>When it came in.</summary>
    public TimeSpan Since { get; }

    /// <summary>When it was first seen outside again; null while it is inside.</summary>
    public TimeSpan? LeftAt { get; set; }

    /// <summary>Number of its signal; 0 while it only dwells.</summary>
    public int Signal { get; set; }

    /// <summary>When the signal was last spoken of.</summary>
    public TimeSpan SaidAt { get; set; }

    /// <summary>When it was last seen inside.</summary>
    public TimeSpan SeenAt { get; private set; }

    /// <summary>How often it was seen inside.</summary>
    public int Sightings { get; private set; }

    /// <summary>What it is.</summary>
    public int Class { get; private set; }

    /// <summary>Where it is.</summary>
    public Box Box { get; private set; }

    /// <summary>Mean score of its sightings inside.</summary>
    public readonly float Confidence => (float)(_scores / Sightings);

    /// <summary>It is seen inside.</summary>
    public void SeeInside(in Track track, TimeSpan at)
    {
        SeenAt = at;
        Class = track.Class;
        Box = track.Box;
        LeftAt = null;
        _scores += track.Score;
        Sightings++;
    }

    /// <summary>It is seen outside.</summary>
    public void SeeOutside(in Track track, TimeSpan at)
    {
        Box = track.Box;
        LeftAt ??= at;
    }
}
