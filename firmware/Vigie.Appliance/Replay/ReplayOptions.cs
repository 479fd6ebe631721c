using System.Collections.Immutable;

namespace Vigie.Appliance.Replay;

/// <summary>What <c>vigie replay</c> was asked.</summary>
/// <param name="Clip">Video file.</param>
/// <param name="Configuration">Configuration file, or null: no mask, no rule, no broker.</param>
/// <param name="Camera">Which camera of the configuration; null where it has only one.</param>
/// <param name="Model">Name or folder of a model, over the configuration's.</param>
/// <param name="Fast">True: as fast as the machine can; false: at the clip's own pace.</param>
/// <param name="Events">File for the events' JSON twins, a line each, or null.</param>
/// <param name="Tracks">File for MOTChallenge rows, or null.</param>
/// <param name="Sheet">File for a contact sheet (PNG), or null.</param>
/// <param name="Classes">Names of the classes to track; empty: all that the model knows.</param>
/// <param name="StartTime">Wall time of the first frame.</param>
/// <param name="DeliveryPatience">How long to wait, after the clip, for the broker to take what is left.</param>
/// <param name="Json">True: the summary is one JSON object.</param>
public sealed record ReplayOptions(
    string Clip,
    string? Configuration,
    string? Camera,
    string? Model,
    bool Fast,
    string? Events,
    string? Tracks,
    string? Sheet,
    ImmutableArray<string> Classes,
    DateTimeOffset StartTime,
    TimeSpan DeliveryPatience,
    bool Json)
{
    /// <summary>Whether <see cref="StartTime"/> was given: schedules need it.</summary>
    public bool HasStartTime { get; init; }

    /// <summary>File for why rules did and did not speak, a JSON object a line, or null.</summary>
    public string? Explain { get; init; }
}
