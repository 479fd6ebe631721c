using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Abandoned;

/// <summary>What the rule knows of one object, and of a place where one was: it outlives the object's track.</summary>
internal struct Belonging
{
    private double _scores;
    private int _sightings;

    /// <summary>Begins with an object's first sight.</summary>
    /// <param name="track">The object.</param>
    /// <param name="at">The frame's time.</param>
    /// <param name="fixture">It was there when the rule began to look.</param>
    public Belonging(in Track track, TimeSpan at, bool fixture)
    {
        (Begun, IsFixture, Anchor) = (at, fixture, track.Box);
        See(track);
    }

    /// <summary>Number of its track, or of the last that it had.</summary>
    public int Track { get; private set; }

    /// <summary>When it was first seen, or last came to rest.</summary>
    public TimeSpan Begun { get; private set; }

    /// <summary>Nobody was seen to bring it: it never counts while it stays where it is.</summary>
    public bool IsFixture { get; set; }

    /// <summary>Where it came to rest.</summary>
    public Box Anchor { get; private set; }

    /// <summary>Number of its owner's track; 0 where it has none.</summary>
    public int Owner { get; private set; }

    /// <summary>Where the owner was last seen.</summary>
    public Box OwnerBox { get; private set; }

    /// <summary>When the owner was first away; null while the owner is there.</summary>
    public TimeSpan? AwayAt { get; set; }

    /// <summary>When it was first missing; null while its track lives.</summary>
    public TimeSpan? LostAt { get; set; }

    /// <summary>When what an open signal says was first no longer so; null while it is.</summary>
    public TimeSpan? OverAt { get; set; }

    /// <summary>Number of its signal; 0 while there is none.</summary>
    public int Signal { get; set; }

    /// <summary>Since when what the signal says is so.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>When the signal was last spoken of.</summary>
    public TimeSpan SaidAt { get; set; }

    /// <summary>What it is.</summary>
    public int Class { get; private set; }

    /// <summary>Where it is.</summary>
    public Box Box { get; private set; }

    /// <summary>Whether the tracker still has it.</summary>
    public bool IsShown { get; private set; }

    /// <summary>Whether this frame showed it.</summary>
    public bool Seen { get; private set; }

    /// <summary>Mean score of its sightings.</summary>
    public readonly float Confidence => _sightings == 0 ? 0 : (float)(_scores / _sightings);

    /// <summary>Whether it is not where it came to rest: a box trembles by less than half its size.</summary>
    public readonly bool HasMoved => !IsNear(Box, Anchor);

    /// <summary>A frame begins.</summary>
    public void Blink() => (IsShown, Seen) = (false, false);

    /// <summary>Its track is shown.</summary>
    public void See(in Track track)
    {
        (Track, Box, Class, LostAt) = (track.Number, track.Box, track.Class, null);
        (IsShown, Seen) = (true, track.Seen);
        if (track.Seen)
        {
            _scores += track.Score;
            _sightings++;
        }
    }

    /// <summary>It is somewhere else: carried, or pushed.</summary>
    public void Settle(TimeSpan at) => (Anchor, Begun, IsFixture, AwayAt) = (Box, at, false, null);

    /// <summary>It is somebody's.</summary>
    public void Own(in Track person) => (Owner, OwnerBox) = (person.Number, person.Box);

    /// <summary>Whether an object of this box can be this one, seen again where it was.</summary>
    public readonly bool IsHere(in Box box) => IsNear(box, Box) && box.Area < 2 * Box.Area && Box.Area < 2 * box.Area;

    private static bool IsNear(in Box a, in Box b)
    {
        float x = a.Foot.X - b.Foot.X, y = a.Foot.Y - b.Foot.Y, size = MathF.Max(b.Width, b.Height) / 2;
        return x * x + y * y <= size * size;
    }
}
