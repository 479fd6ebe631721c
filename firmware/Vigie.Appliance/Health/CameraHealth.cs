using System.Collections.Immutable;

namespace Vigie.Appliance.Health;

/// <summary>How one camera is, from its source to its events.</summary>
/// <param name="Number">Number in events.</param>
/// <param name="Name">Its name.</param>
/// <param name="Source">Its URL, without any secret.</param>
/// <param name="State">What its source does: <c>connecting</c>, <c>streaming</c>, <c>waiting</c>; or <c>starting</c>, <c>broken</c>.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Fault">What is wrong, with what to do; null where nothing is.</param>
/// <param name="FramesPerSecond">Frames that come in a second.</param>
/// <param name="Frames">Frames that went through the pipeline.</param>
/// <param name="Dropped">Frames that a newer one displaced.</param>
/// <param name="Reconnections">Attempts to connect after the first.</param>
/// <param name="GateOpen">Whether something moves, or did a moment ago.</param>
/// <param name="Decoding">Which packets are decoded: <c>full</c>, or <c>keyframes</c> while nothing moves.</param>
/// <param name="InferencesPerSecond">Looks of the detector a second, over the last ten seconds.</param>
/// <param name="Inferences">Looks so far.</param>
/// <param name="InferenceMilliseconds">How long the last look took.</param>
/// <param name="StuckInferences">Looks that had to be ended.</param>
/// <param name="Tracks">Objects followed just now.</param>
/// <param name="Events">Events so far.</param>
/// <param name="PipelineRestarts">Times that its pipeline was started again.</param>
/// <param name="Picture">What its pictures are: <c>good</c>, <c>frozen</c>, <c>black</c>, <c>covered</c>, <c>defocused</c>, <c>moved</c>.</param>
/// <param name="WakesWithin">How soon all is decoded again when something moves: <c>500ms</c>, <c>keyframe</c>, <c>unknown</c>.</param>
/// <param name="NotWatched">Why nobody looks: no order, the kill switch, no rule; null where it is watched.</param>
internal sealed record CameraHealth(
    int Number,
    string Name,
    string Source,
    string State,
    DateTimeOffset Since,
    string? Fault,
    double FramesPerSecond,
    long Frames,
    long Dropped,
    long Reconnections,
    bool GateOpen,
    string Decoding,
    double InferencesPerSecond,
    long Inferences,
    double InferenceMilliseconds,
    long StuckInferences,
    int Tracks,
    long Events,
    int PipelineRestarts,
    string Picture = "good",
    string WakesWithin = "unknown",
    string? NotWatched = null)
{
    /// <summary>Since when, UTC, its picture is masked whole and its rules rest, because it shows another view; null: they do not.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>How each of its rules stands, in the configuration's order.</summary>
    public ImmutableArray<RuleReport> Rules { get; init; } = [];
}
