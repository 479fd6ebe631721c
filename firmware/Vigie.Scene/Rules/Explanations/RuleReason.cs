namespace Vigie.Scene.Rules.Explanations;

/// <summary>
/// Why a rule has said something of a track, or has not. A rule that has a reason of its own adds a line here and its words in
/// <see cref="RuleReasons"/>.
/// </summary>
public enum RuleReason
{
    /// <summary>The track is of a class that the rule was not asked for.</summary>
    ClassNotAmong,

    /// <summary>It is outside the zone, or nowhere near the line.</summary>
    Outside,

    /// <summary>The condition holds, for so long of so long.</summary>
    Dwelling,

    /// <summary>It left again, and is given so long to come back.</summary>
    Left,

    /// <summary>A signal is open for it.</summary>
    SignalOpen,

    /// <summary>So many, of so many that it takes.</summary>
    TooFew,

    /// <summary>It has not crossed: so near, in its own heights, of so far that it must be clear.</summary>
    OnTheLine,

    /// <summary>It is on one side of the line.</summary>
    NotAcross,

    /// <summary>It came to the other side round the end of the line.</summary>
    RoundTheEnd,

    /// <summary>A measure has reached so much of what is asked.</summary>
    BelowThreshold,

    /// <summary>What is known of it rules it out: a seated person, a parked vehicle.</summary>
    RuledOut,

    /// <summary>It waits among others at rest, where time counts a third: for so long of so long.</summary>
    InQueue,

    /// <summary>The rule still learns what is usual here: for so long of so long.</summary>
    Learning,

    /// <summary>The rule cannot judge now: no ground plane, a camera that was moved.</summary>
    Suspended,

    /// <summary>The camera's pictures are good.</summary>
    PictureGood,

    /// <summary>They are covered.</summary>
    PictureCovered,

    /// <summary>They are out of focus.</summary>
    PictureDefocused,

    /// <summary>They show another view.</summary>
    PictureMoved,

    /// <summary>They are the same again and again.</summary>
    PictureFrozen,

    /// <summary>A signal started.</summary>
    Started,

    /// <summary>A signal was spoken of again.</summary>
    Updated,

    /// <summary>A signal ended.</summary>
    Ended,

    /// <summary>A signal would have started, but the rule's limit for a minute was reached.</summary>
    HeldBack,

    /// <summary>A signal would have started, but the rule is in its shadow time.</summary>
    InShadow,

    /// <summary>The rule's schedule is closed.</summary>
    ScheduleClosed,
}
