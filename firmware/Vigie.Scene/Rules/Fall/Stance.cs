using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Fall;

/// <summary>What the rule knows of how one person stands, or lies.</summary>
/// <param name="track">Who.</param>
/// <param name="at">When first seen.</param>
internal struct Stance(in Track track, TimeSpan at)
{
    // Height by width: who stands or walks is well above the first, who lies across the picture below the second.
    private const float Upright = 1.6f, Level = 1.05f;

    // Of the upright height: who lies is at most as high as the first; as low as the second, whatever the width, too (towards the camera).
    private const float Low = 0.6f, VeryLow = 0.45f;

    // Of the upright height: so far the top comes down at least, and so far the foot may come up. A wall that hides the legs lifts the foot.
    private const float TopDown = 0.35f, FootUp = 0.25f;

    // Of the upright height: from here on somebody is up again.
    private const float UpAgain = 0.75f;
    private const float Learning = 0.2f;

    // Of the upright height: so far from where the fall ended one is who goes on moving.
    private const float Still = 0.5f;

    // Of a posture: below this it is not known. Degrees: a trunk that leans more is level, less is upright.
    private const float Sure = 0.3f, LevelTrunk = 55, UprightTrunk = 35;

    // Of the upright height: hips of one who lies are at most so high, those of one who stands or bends at least so high. A trunk that points along the view is
    // shorter, and says nothing.
    private const float LowHips = 0.35f, HighHips = 0.45f, ShortTrunk = 0.2f;

    // So many sure postures say more than the box.
    private const int EnoughBefore = 2, EnoughDown = 3;

    // While somebody goes down a trunk is still upright: only what comes later counts.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private int _lyingBefore;
    private int _lying;
    private int _up;
    private double _scores;
    private int _sightings;
    private float _height;
    private Box _upright;

    /// <summary>Number of the track, or of the last that the person had.</summary>
    public int Track { get; set; } = track.Number;

    /// <summary>When last seen.</summary>
    public TimeSpan SeenAt { get; private set; } = at;

    /// <summary>Whether this frame shows the person.</summary>
    public bool Seen { get; private set; }

    /// <summary>How long seen upright, altogether.</summary>
    public TimeSpan UprightFor { get; private set; }

    /// <summary>When last seen upright.</summary>
    public TimeSpan UprightAt { get; private set; }

    /// <summary>When the person went down; null while not down.</summary>
    public TimeSpan? DownAt { get; set; }

    /// <summary>Where the person lies: pixels.</summary>
    public Box DownBox { get; private set; }

    /// <summary>When first up again, or gone, after going down; null while down.</summary>
    public TimeSpan? OverAt { get; set; }

    /// <summary>Number of the signal; 0 while there is none.</summary>
    public int Signal { get; set; }

    /// <summary>When the signal was last spoken of.</summary>
    public TimeSpan SaidAt { get; set; }

    /// <summary>Where the person is.</summary>
    public Box Box { get; private set; } = track.Box;

    /// <summary>What the person is: as the tracker says.</summary>
    public int Class { get; private set; } = track.Class;

    /// <summary>Mean score of the sightings since going down.</summary>
    public readonly float Confidence => _sightings == 0 ? 0 : (float)(_scores / _sightings);

    /// <summary>A frame begins.</summary>
    public void Blink() => Seen = false;

    /// <summary>The person is seen.</summary>
    public void See(in Track track, TimeSpan at)
    {
        Seen = true;
        (Box, Class) = (track.Box, track.Class);
        if (DownAt is not null)
        {
            _scores += track.Score;
            _sightings++;
        }
        else if (IsUpright(track.Box))
        {
            // Only from one upright sight to the next: what lies between two looks far apart is not known.
            TimeSpan since = at - UprightAt;
            UprightFor += UprightAt == SeenAt && since < TimeSpan.FromSeconds(1) ? since : TimeSpan.Zero;
            _height = _height == 0 ? track.Box.Height : _height + Learning * (track.Box.Height - _height);
            (UprightAt, _upright) = (at, track.Box);
            _lyingBefore = 0;
        }

        SeenAt = at;
    }

    /// <summary>The person has gone down just now.</summary>
    public void GoDown(TimeSpan at) => (DownAt, DownBox, OverAt, _scores, _sightings, _lying, _up) = (at, Box, null, 0, 0, 0, 0);

    /// <summary>The person has not fallen after all: only who is seen upright again can.</summary>
    public void Dismiss() => (DownAt, OverAt, UprightFor, _lyingBefore) = (null, null, TimeSpan.Zero, 0);

    /// <summary>A closer look was taken, after <see cref="See"/>.</summary>
    public void Note(in Posture posture, TimeSpan at)
    {
        if (posture.Confidence < Sure || _height == 0)
        {
            return;
        }

        bool lies = posture.TrunkTilt >= LevelTrunk && posture.HipsAboveFoot <= LowHips * _height;
        bool isUp = posture.HipsAboveFoot >= HighHips * _height || (posture.TrunkTilt <= UprightTrunk && posture.TrunkLength >= ShortTrunk * _height);
        if (DownAt is null)
        {
            _lyingBefore = lies ? _lyingBefore + 1 : isUp ? 0 : _lyingBefore;
        }
        else if (at - DownAt >= Settled)
        {
            (_lying, _up) = (_lying + (lies ? 1 : 0), _up + (isUp ? 1 : 0));
        }
    }

    /// <summary>Whether postures say that who went down, by its box, sits or bends.</summary>
    public readonly bool IsUpByPosture => _up >= EnoughDown && _up > _lying;

    /// <summary>Whether postures say that this person has gone down, by a box that alone would not do: a fall towards the camera makes none that is level.</summary>
    public readonly bool IsDownByPosture(in Box box) => _lyingBefore >= EnoughBefore && box.Height < UpAgain * _height && !IsUpright(box) && HasComeDown(box);

    /// <summary>Whether a box is that of this person, having gone down from the last upright place.</summary>
    public readonly bool IsDown(in Box box)
    {
        float ratio = box.Height / MathF.Max(_height, 1);
        bool isLow = ratio <= VeryLow || (ratio <= Low && box.Height <= Level * box.Width);
        return isLow && HasComeDown(box);
    }

    /// <summary>Whether the person lies no longer where it fell: is up, or moves.</summary>
    public readonly bool IsOver => IsUpright(Box) || Box.Height >= UpAgain * _height || !IsNear(Box, DownBox, Still);

    /// <summary>Whether a new track can be this person, who lies.</summary>
    public readonly bool LiesAt(in Box box) => IsNear(box, DownBox, 1) && box.Height < UpAgain * _height && !IsUpright(box);

    private readonly bool HasComeDown(in Box box) =>
        box.Top - _upright.Top >= TopDown * _height && _upright.Bottom - box.Bottom <= FootUp * _height && IsNear(box, _upright, 1);

    private readonly bool IsNear(in Box a, in Box b, float heights)
    {
        float x = a.Foot.X - b.Foot.X, y = a.Foot.Y - b.Foot.Y;
        return x * x + y * y <= heights * heights * _height * _height;
    }

    private static bool IsUpright(in Box box) => box.Height >= Upright * box.Width;
}
