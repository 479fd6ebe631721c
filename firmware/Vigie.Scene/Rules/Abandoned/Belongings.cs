using Vigie.Core;

namespace Vigie.Scene.Rules.Abandoned;

/// <summary>
/// All objects that the rule knows. An object whose track ended is remembered at its place: a passer-by hides it longer than a tracker
/// waits, and a bin that is taken for a suitcase now and then must not be new each time.
/// </summary>
internal sealed class Belongings(int capacity, TimeSpan memory)
{
    private static readonly TimeSpan FixtureMemory = TimeSpan.FromMinutes(30);

    private readonly Belonging[] _all = new Belonging[capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ref Belonging this[int index] => ref _all[index];

    /// <summary>Where the object of this track is; -1 where it is not known.</summary>
    public int IndexOf(in Track track)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_all[i].Track == track.Number)
            {
                return i;
            }
        }

        for (int i = 0; i < Count; i++)
        {
            if (_all[i].LostAt is not null && _all[i].IsHere(track.Box))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Adds one, in place of a remembered fixture where there is no more room; false where there is none at all.</summary>
    public bool TryAdd(in Belonging added)
    {
        if (Count < _all.Length)
        {
            _all[Count++] = added;
            return true;
        }

        int oldest = -1;
        for (int i = 0; i < Count; i++)
        {
            if (_all[i] is { Signal: 0, LostAt: { } lost } && (oldest < 0 || lost < _all[oldest].LostAt))
            {
                oldest = i;
            }
        }

        if (oldest >= 0)
        {
            _all[oldest] = added;
        }

        return oldest >= 0;
    }

    /// <summary>A frame begins: nothing is shown yet.</summary>
    public void Blink()
    {
        foreach (ref Belonging item in _all.AsSpan(0, Count))
        {
            item.Blink();
        }
    }

    /// <summary>Takes note of whose track is no longer shown, or is something else now.</summary>
    public void Lose(TimeSpan at)
    {
        foreach (ref Belonging item in _all.AsSpan(0, Count))
        {
            item.LostAt = item.IsShown ? null : item.LostAt ?? at;
        }
    }

    /// <summary>Forgets what was lost long ago and has no signal.</summary>
    public void Forget(TimeSpan at)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            TimeSpan remembered = _all[i].IsFixture ? FixtureMemory : memory;
            if (_all[i].Signal != 0 || _all[i].LostAt is null || at - _all[i].LostAt < remembered)
            {
                _all[kept++] = _all[i];
            }
        }

        Count = kept;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;
}
