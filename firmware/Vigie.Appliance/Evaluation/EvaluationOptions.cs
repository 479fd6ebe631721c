namespace Vigie.Appliance.Evaluation;

/// <summary>What <c>vigie evaluate</c> was asked.</summary>
/// <param name="Path">A clip, or a folder of clips.</param>
/// <param name="Truth">Truth file.</param>
/// <param name="Configuration">Configuration file.</param>
/// <param name="Camera">The camera of clips that name none in the truth.</param>
/// <param name="Model">Name or folder of a model, over the configuration's.</param>
/// <param name="Markdown">File for the report, or null.</param>
/// <param name="Timeline">File for the picture (PNG), or null.</param>
/// <param name="Json">True: the summary is printed as one JSON object.</param>
public sealed record EvaluationOptions(
    string Path, string Truth, string Configuration, string? Camera, string? Model, string? Markdown, string? Timeline, bool Json)
{
    /// <summary>When clips were taken whose truth does not say it; null: nobody says it.</summary>
    public DateTimeOffset? StartTime { get; init; }
}
