using System.Globalization;

namespace Vigie.Scene.Rules.Explanations;

/// <summary>Reasons in words.</summary>
public static class RuleReasons
{
    /// <summary>A spell's reason as half a sentence, with its measure where it has one.</summary>
    public static string Say(RuleSpell spell)
    {
        string words = Words(spell.Reason);
        return spell.Asked == 0
            ? words
            : string.Create(CultureInfo.InvariantCulture, $"{words}: {spell.Reached:0.##} of {spell.Asked:0.##} {spell.Unit}").TrimEnd();
    }

    private static string Words(RuleReason reason) => reason switch
    {
        RuleReason.ClassNotAmong => "its class is not among those asked for",
        RuleReason.Outside => "outside",
        RuleReason.Dwelling => "the condition holds",
        RuleReason.Left => "left, and may come back",
        RuleReason.SignalOpen => "its signal is open",
        RuleReason.TooFew => "too few together",
        RuleReason.OnTheLine => "on the line, not yet clear of it",
        RuleReason.NotAcross => "on one side of the line",
        RuleReason.RoundTheEnd => "came round the end of the line",
        RuleReason.BelowThreshold => "below what is asked",
        RuleReason.RuledOut => "ruled out by what is known of it",
        RuleReason.InQueue => "at rest in a queue",
        RuleReason.Learning => "the rule still learns what is usual here",
        RuleReason.Suspended => "the rule cannot judge now",
        RuleReason.PictureGood => "the camera's pictures are good",
        RuleReason.PictureCovered => "nothing of the usual view is left: covered",
        RuleReason.PictureDefocused => "the usual view without its fine detail: out of focus",
        RuleReason.PictureMoved => "another view than the one it was set up for: moved",
        RuleReason.PictureFrozen => "the same picture again and again: frozen",
        RuleReason.Started => "signal started",
        RuleReason.Updated => "signal goes on",
        RuleReason.Ended => "signal ended",
        RuleReason.HeldBack => "held back by the rule's limit",
        RuleReason.InShadow => "would have started a signal: the rule is in its shadow time",
        RuleReason.ScheduleClosed => "the rule's schedule is closed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without words"),
    };
}
