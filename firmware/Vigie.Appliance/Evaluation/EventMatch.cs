namespace Vigie.Appliance.Evaluation;

/// <summary>What of a truth was said, and what was said of it.</summary>
/// <param name="Truth">What happens; null: a false alarm.</param>
/// <param name="Said">What was said; null: missed.</param>
public sealed record EventMatch(TruthEvent? Truth, SaidEvent? Said)
{
    /// <summary>From when it could be said to when it was; not less than zero. Null unless it happens and was said.</summary>
    public TimeSpan? Delay => Truth is null || Said is null ? null : Said.Said > Truth.Due ? Said.Said - Truth.Due : TimeSpan.Zero;

    /// <summary>Whether it is a false alarm.</summary>
    public bool IsFalse => Truth is null;

    /// <summary>Whether it was missed.</summary>
    public bool IsMissed => Said is null;
}
