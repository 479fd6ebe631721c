namespace Vigie.Vision.Providers;

/// <summary>What a network runs with after the probe.</summary>
/// <param name="InUse">The board's library and provider; null: the library that the program brings, on the processor.</param>
/// <param name="Refusal">Why it is not what was asked for, one sentence; null where it is.</param>
public sealed record AcceleratorChoice(Accelerator? InUse, string? Refusal)
{
    /// <summary>Nothing else was asked for than the processor.</summary>
    public static AcceleratorChoice None { get; } = new(null, null);
}
