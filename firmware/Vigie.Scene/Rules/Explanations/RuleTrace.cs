using Vigie.Core;

namespace Vigie.Scene.Rules.Explanations;

/// <summary>
/// Makes spells of what rules note in each frame: as long as a rule's reason for a track stays the same, it is one spell. Holds one open
/// spell for each rule and track; those of ended tracks are told and forgotten. Not safe for threads; only where somebody asked.
/// </summary>
/// <param name="tell">Is told each spell when it is over, and each moment.</param>
public sealed class RuleTrace(Action<RuleSpell> tell)
{
    private readonly Dictionary<(int Rule, int Track), RuleSpell> _open = [];

    /// <summary>A reason holds in a frame.</summary>
    public void Note(RuleSpell now)
    {
        (int, int) key = (now.Rule, now.Track);
        if (_open.TryGetValue(key, out RuleSpell? open))
        {
            if (open.Reason == now.Reason)
            {
                _open[key] = open with { To = now.To, Reached = Math.Max(open.Reached, now.Reached), Asked = now.Asked };
                return;
            }

            tell(open);
        }

        _open[key] = now;
    }

    /// <summary>Something happened at one moment; spells go on.</summary>
    public void Mark(RuleSpell moment) => tell(moment);

    /// <summary>Tells and forgets spells of tracks that are no longer shown.</summary>
    public void Forget(ReadOnlySpan<Track> tracks)
    {
        foreach ((int Rule, int Track) key in _open.Keys.Where(key => key.Track != 0).ToArray())
        {
            if (!tracks.Hold(key.Track))
            {
                tell(_open[key]);
                _open.Remove(key);
            }
        }
    }

    /// <summary>Tells and forgets a rule's spells: from now on it sees everything anew.</summary>
    public void Interrupt(int rule) => End(spell => spell.Rule == rule);

    /// <summary>Tells and forgets all that is open.</summary>
    public void Finish() => End(_ => true);

    private void End(Func<RuleSpell, bool> isOver)
    {
        foreach (RuleSpell open in _open.Values.Where(isOver).OrderBy(spell => spell.From).ThenBy(spell => spell.Rule).ThenBy(spell => spell.Track).ToArray())
        {
            tell(open);
            _open.Remove((open.Rule, open.Track));
        }
    }
}
