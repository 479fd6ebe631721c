using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Gathering;

/// <summary>What the rule knows of one gathering.</summary>
/// <param name="number">Its number within the rule, from 1, never reused.</param>
/// <param name="at">When it was first seen.</param>
internal struct Crowd(int number, TimeSpan at)
{
    private double _scores;
    private long _sightings;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>When it was first seen.</summary>
    public TimeSpan Since { get; } = at;

    /// <summary>When it was last seen together.</summary>
    public TimeSpan SeenAt { get; private set; }

    /// <summary>When it was first seen apart again; null while it is together.</summary>
    public TimeSpan? LeftAt { get; set; }

    /// <summary>Number of its signal; 0 while it only dwells.</summary>
    public int Signal { get; set; }

    /// <summary>When the signal was last spoken of.</summary>
    public TimeSpan SaidAt { get; set; }

    /// <summary>How many it was said to be.</summary>
    public int SaidCount { get; set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The most there were.</summary>
    public int Most { get; private set; }

    /// <summary>Around all of them: pixels.</summary>
    public Box Box { get; private set; }

    /// <summary>Mean score of its members' sightings.</summary>
    public readonly float Confidence => (float)(_scores / _sightings);

    /// <summary>It is seen together.</summary>
    public void See(int count, Box box, double scores, TimeSpan at)
    {
        SeenAt = at;
        LeftAt = null;
        Count = count;
        Most = Math.Max(Most, count);
        Box = box;
        _scores += scores;
        _sightings += count;
    }
}
