using Vigie.Core;

namespace Vigie.Scene.Rules.Gathering;

/// <summary>Which gathering each track belongs to, or belonged to when it was last seen in one.</summary>
internal sealed class Membership(int capacity)
{
    private readonly (int Track, int Crowd)[] _members = new (int, int)[capacity];
    private int _count;

    /// <summary>The gathering of a track; 0 where it has none.</summary>
    public int Of(int track)
    {
        int index = IndexOf(track);
        return index < 0 ? 0 : _members[index].Crowd;
    }

    /// <summary>A track is now one of this gathering.</summary>
    public void Join(int track, int crowd)
    {
        int index = IndexOf(track);
        _members[index < 0 ? _count++ : index] = (track, crowd);
    }

    /// <summary>Nobody is of this gathering any more.</summary>
    public void Dissolve(int crowd)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            if (_members[i].Crowd == crowd)
            {
                _members[i] = _members[--_count];
            }
        }
    }

    /// <summary>Forgets all who are not among these.</summary>
    public void Forget(ReadOnlySpan<Track> tracks)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            if (!tracks.Hold(_members[i].Track))
            {
                _members[i] = _members[--_count];
            }
        }
    }

    private int IndexOf(int track)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_members[i].Track == track)
            {
                return i;
            }
        }

        return -1;
    }
}
