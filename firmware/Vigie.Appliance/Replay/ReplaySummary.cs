using Vigie.Appliance.Health;

namespace Vigie.Appliance.Replay;

/// <summary>What came of a replay.</summary>
/// <param name="Clip">Path of the clip.</param>
/// <param name="Frames">Frames processed: all of the clip's.</param>
/// <param name="Inferences">Frames that the detector looked at.</param>
/// <param name="Skipped">Frames where the motion gate spared the inference.</param>
/// <param name="Tracks">Objects followed.</param>
/// <param name="Events">Events by kind and phase, for example <c>intrusion start</c>.</param>
/// <param name="EventBytes">Payload bytes of all events and context records.</param>
/// <param name="VideoBytes">Bytes of compressed video that were not sent.</param>
/// <param name="PictureBytes">Bytes of the pictures as looked at, that were not sent.</param>
/// <param name="Delivered">Records that the broker acknowledged, or null without a broker.</param>
/// <param name="BytesSent">Bytes of all MQTT PUBLISH packets that carried them, or null without a broker.</param>
/// <param name="Seconds">Time it took, seconds.</param>
/// <param name="Sheet">Contact sheet written, or null.</param>
public sealed record ReplaySummary(
    string Clip,
    long Frames,
    long Inferences,
    long Skipped,
    long Tracks,
    IReadOnlyDictionary<string, int> Events,
    long EventBytes,
    long VideoBytes,
    long PictureBytes,
    long? Delivered,
    long? BytesSent,
    double Seconds,
    string? Sheet)
{
    /// <summary>How each rule stands, in the configuration's order.</summary>
    public IReadOnlyList<RuleReport> Rules { get; init; } = [];

    /// <summary>File of explanations written, or null.</summary>
    public string? Explain { get; init; }
}
