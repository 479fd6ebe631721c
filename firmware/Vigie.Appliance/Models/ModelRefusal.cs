namespace Vigie.Appliance.Models;

/// <summary>An installed package of a model that is not used here.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Package">SHA-256 of the package, 64 hexadecimal digits.</param>
/// <param name="Problem">Why it is not used.</param>
/// <param name="Instead">The package that runs in its place, as <paramref name="Package"/>; null: none can.</param>
public sealed record ModelRefusal(string Model, string Package, string Problem, string? Instead)
{
    /// <summary>For people.</summary>
    public string Sentence => $"model {Model}: package {Package[..12]}… is not used: {Problem}. "
        + (Instead is null ? "No other one can run." : $"The last good one runs, {Instead[..12]}….");
}
