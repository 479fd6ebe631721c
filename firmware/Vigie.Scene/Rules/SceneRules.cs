using Vigie.Core;

namespace Vigie.Scene.Rules;

/// <summary>
/// The rules of one camera, each looking at every frame in turn. All memory is allocated at construction. Not safe for threads.
/// </summary>
public sealed class SceneRules
{
    private readonly Rule[] _rules;
    private readonly RateLimit[] _limits;
    private readonly SignalWriter _signals;
    private readonly int _maximumTracks;

    /// <summary>Asks for a permit for every rule, then makes them.</summary>
    /// <param name="format">The camera's frames.</param>
    /// <param name="camera">The camera's name, which the permit is asked for.</param>
    /// <param name="permit">Says what may be watched for (law 9).</param>
    /// <param name="rules">What is to be watched for.</param>
    /// <param name="maximumTracks">The most tracks that a frame can show.</param>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Denied"/>: rules without a permit, all of them named; none was started.</exception>
    public SceneRules(
        FrameFormat format,
        string camera,
        IPermit permit,
        IReadOnlyList<RuleSettings> rules,
        int maximumTracks = Tracking.TrackerOptions.DefaultMaximumTracks)
    {
        ThrowIfDenied(camera, permit, rules);
        _rules = [.. rules.Select(settings => settings.Build(format, maximumTracks))];
        _limits = [.. rules.Select(settings => new RateLimit(settings.Limit))];
        _signals = new SignalWriter(_rules.Length * MostEvents(maximumTracks));
        _maximumTracks = maximumTracks;
    }

    /// <summary>Lets the rules look at one frame.</summary>
    /// <param name="at">The frame's time.</param>
    /// <param name="tracks">What the tracker answered for this frame, from its Step or its Coast.</param>
    /// <returns>What happened, in the order of the rules. Valid until the next call.</returns>
    /// <exception cref="ArgumentException">More tracks than were announced.</exception>
    public ReadOnlySpan<SceneEvent> Step(TimeSpan at, ReadOnlySpan<Track> tracks)
    {
        if (tracks.Length > _maximumTracks)
        {
            throw new ArgumentException($"{tracks.Length} tracks; at most {_maximumTracks} were announced.", nameof(tracks));
        }

        _signals.Clear();
        for (int i = 0; i < _rules.Length; i++)
        {
            _signals.SpeakWithin(_limits[i]);
            _rules[i].Step(at, tracks, _signals);
        }

        return _signals.Events;
    }

    /// <summary>Ends what is open, at the end of a clip or when the camera is taken down.</summary>
    /// <param name="at">The last frame's time.</param>
    /// <returns>The ends. Valid until the next call.</returns>
    public ReadOnlySpan<SceneEvent> Finish(TimeSpan at)
    {
        _signals.Clear();
        for (int i = 0; i < _rules.Length; i++)
        {
            _signals.SpeakWithin(_limits[i]);
            _rules[i].Finish(at, _signals);
        }

        return _signals.Events;
    }

    // In one frame every track known before may end, and every one shown may begin.
    private static int MostEvents(int maximumTracks) => 2 * maximumTracks;

    private static void ThrowIfDenied(string camera, IPermit permit, IReadOnlyList<RuleSettings> rules)
    {
        IReadOnlyList<string> refused = new PermitQuestions(rules).Refusals(permit, camera);
        if (refused.Count > 0)
        {
            throw new Fault(
                FaultKind.Denied,
                $"camera {camera}",
                $"the permit refuses {string.Join(", ", refused)}",
                "Take these rules out of the configuration, or have a permit signed that lists them.");
        }
    }
}
