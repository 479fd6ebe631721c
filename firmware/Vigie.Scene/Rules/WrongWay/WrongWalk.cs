namespace Vigie.Scene.Rules.WrongWay;

/// <summary>How far one track went against the arrow.</summary>
/// <param name="track">Its number.</param>
/// <param name="at">When it was first seen in the zone.</param>
internal struct WrongWalk(int track, TimeSpan at)
{
    /// <summary>The track's number.</summary>
    public int Track { get; } = track;

    /// <summary>When it was last seen.</summary>
    public TimeSpan SeenAt { get; private set; } = at;

    /// <summary>Whether it was in the zone then.</summary>
    public bool IsInside { get; private set; }

    /// <summary>Whether it went against the arrow then.</summary>
    public bool IsAgainst { get; private set; }

    /// <summary>Against the arrow, less what was walked with it: metres or heights.</summary>
    public double Distance { get; private set; }

    /// <summary>How fast it last went against it: a second.</summary>
    public double Speed { get; private set; }

    /// <summary>The fastest.</summary>
    public double Fastest { get; private set; }

    /// <summary>It is seen.</summary>
    public void See(TimeSpan at, bool isInside)
    {
        (SeenAt, IsInside, IsAgainst) = (at, isInside, false);
        if (!isInside)
        {
            Distance = 0;
        }
    }

    /// <summary>It goes against the arrow.</summary>
    public void GoAgainst(double distance, double speed)
    {
        (IsAgainst, Speed) = (true, speed);
        (Distance, Fastest) = (Distance + distance, Math.Max(Fastest, speed));
    }

    /// <summary>It goes with the arrow.</summary>
    public void GoWith(double distance) => Distance = Math.Max(0, Distance - distance);
}
