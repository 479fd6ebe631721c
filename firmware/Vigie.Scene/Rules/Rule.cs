using Vigie.Core;

namespace Vigie.Scene.Rules;

/// <summary>
/// Something that is watched for on one camera. A rule keeps what it must know about each track, within bounds set at construction,
/// and forgets every track that it is no longer shown. It allocates nothing while it runs.
/// </summary>
public abstract class Rule
{
    /// <summary>The clock's interval at whose end the rule is told; null: the clock is nothing to it.</summary>
    public virtual TimeSpan? Interval => null;

    /// <summary>
    /// Whether the rule watches the camera itself: it goes on while the camera shows another view than its zones and masks were drawn for, and all others rest.
    /// </summary>
    public virtual bool IsOfCamera => false;

    /// <summary>Whether the rule has said that the camera shows another view: from then on nothing else is watched, until somebody confirms the camera.</summary>
    public virtual bool HasSaidMoved => false;

    /// <summary>Is told what the camera's pictures are, before each <see cref="Step"/>.</summary>
    /// <param name="picture">What is wrong with them, if anything.</param>
    public virtual void Look(PictureCondition picture)
    {
        // Most rules are of what pictures show.
    }

    /// <summary>Is told, before each <see cref="Step"/>, what this frame showed of the persons whom some rule had asked for at the frame before.</summary>
    /// <param name="postures">Valid during the call.</param>
    public virtual void Look(ReadOnlySpan<PostureReading> postures)
    {
        // Most rules are of boxes alone.
    }

    /// <summary>Of whom the rule wants to know, in the next frame, how they hold the trunk.</summary>
    /// <param name="tracks">Gets numbers of tracks, as many as it has room for at most.</param>
    /// <returns>How many.</returns>
    public virtual int Ask(Span<int> tracks) => 0;

    /// <summary>Looks at one frame.</summary>
    /// <param name="at">The frame's time.</param>
    /// <param name="tracks">All confirmed tracks; one that is not among them has ended.</param>
    /// <param name="signals">Where to say what happened.</param>
    public abstract void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals);

    /// <summary>
    /// Ends whatever is open and forgets all tracks: no more frames will come, or none before the rule's schedule opens again. What it then
    /// sees is new to it; what it has learnt of the scene itself it may keep.
    /// </summary>
    public abstract void Finish(TimeSpan at, SignalWriter signals);

    /// <summary>An <see cref="Interval"/> of the clock is over, or cut off: the next frame belongs to another.</summary>
    /// <param name="interval">Which.</param>
    /// <param name="signals">Where to say what it came to.</param>
    public virtual void Close(in ClockInterval interval, SignalWriter signals)
    {
        // Most rules know nothing of the clock.
    }
}
