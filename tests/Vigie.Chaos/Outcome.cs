namespace Vigie.Chaos;

/// <summary>How a row ended.</summary>
internal sealed record Outcome(Row Row, Tally? Tally, string Note, TimeSpan Took, bool Skipped = false)
{
    /// <summary>Whether it is as it should be; a row that was skipped is neither.</summary>
    public bool IsGood => Tally is not null && Tally.IsEven != Row.MustFail;

    public string Verdict => true switch
    {
        _ when Skipped => "skipped",
        _ when Tally is null => "RED",
        _ when IsGood => Row.MustFail ? "red, as it must" : "even",
        _ => Row.MustFail ? "NOT SEEN" : "RED",
    };
}
