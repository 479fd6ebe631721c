using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Weapon;

/// <summary>A thing that may be a weapon is at a person's body, or an arm's length from it, for the dwell time and in several looks.</summary>
internal sealed class WeaponRule(WeaponSettings settings, FrameFormat format, int maximumTracks)
    : TrackRule(settings, format, maximumTracks)
{
    // Of the person's height: as far as an arm reaches beyond the box.
    private const float Arm = 0.3f;

    private readonly ZoneTest _zone = new(settings.Zone, format);
    private readonly Box[] _persons = new Box[maximumTracks];
    private int _count;

    protected override int LeastSightings => 3;

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        _count = 0;
        foreach (ref readonly Track track in tracks)
        {
            if (track.Class == ObjectClasses.Person)
            {
                _persons[_count++] = track.Box;
            }
        }

        base.Step(at, tracks, signals);
    }

    // The thing hangs in the air: it is where its holder stands.
    protected override bool Holds(in Track track, bool held)
    {
        if (!settings.Classes.Contains(track.Class))
        {
            return false;
        }

        foreach (Box person in _persons.AsSpan(0, _count))
        {
            if (IsWithinReach(person, track.Box) && (held ? _zone.StillContains(person) : _zone.Contains(person)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithinReach(in Box person, in Box thing)
    {
        float reach = Arm * person.Height, x = (thing.Left + thing.Right) / 2, y = (thing.Top + thing.Bottom) / 2;
        return x >= person.Left - reach && x <= person.Right + reach && y >= person.Top - reach && y <= person.Bottom
            && thing.Height <= person.Height && thing.Width <= person.Height;
    }
}
