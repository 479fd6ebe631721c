namespace Vigie.Contract;

/// <summary>How often a kind was right, on clips with known truth.</summary>
/// <param name="Right">Signals that were right, 0 to 65,535.</param>
/// <param name="Signals">Signals that there were, 1 to 65,535.</param>
/// <param name="Truth">Events that there were to find, 0 to 65,535.</param>
/// <param name="Clips">On which clips, 1 to 64 characters.</param>
/// <param name="Model">With which model, 1 to 64 characters.</param>
public sealed record KindPrecision(int Right, int Signals, int Truth, string Clips, string Model)
{
    /// <summary>What breaks the contract, if anything does: half a sentence.</summary>
    internal string? Problem => true switch
    {
        _ when Signals is < 1 or > EventRecord.MaximumNumber => "signals of a precision are not within 1..65535",
        _ when Right < 0 || Right > Signals => "more signals were right than there were",
        _ when Truth is < 0 or > EventRecord.MaximumNumber => "truth of a precision is not within 0..65535",
        _ when !Topics.IsName(Clips) || !Topics.IsName(Model) => "clips or model of a precision are not 1 to 64 characters without control characters",
        _ => null,
    };
}
