using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Explanations;
using Vigie.Scene.Rules.Shadows;

namespace Vigie.Scene.Rules;

/// <summary>
/// The rules of one camera, each looking at every frame in turn while its schedule is open. All memory is allocated at construction. Not safe for threads.
/// </summary>
public sealed class SceneRules
{
    /// <summary>Persons whose posture is read in a frame at most: each costs a network's run.</summary>
    public const int PosturesAFrame = 2;

    private readonly RuleWatch[] _watches;
    private readonly int[] _attention = new int[PosturesAFrame];
    private readonly SignalWriter _signals;
    private readonly RuleTrace? _trace;
    private readonly SceneGround _ground;
    private readonly CameraAim _aim;
    private bool _isResting;
    private int _asked;

    /// <summary>Asks for a permit for every rule, then makes them.</summary>
    /// <param name="format">The camera's frames.</param>
    /// <param name="camera">The camera's name, which the permit is asked for.</param>
    /// <param name="permit">Says what may be watched for (law 9).</param>
    /// <param name="rules">What is to be watched for.</param>
    /// <param name="maximumTracks">The most tracks that a frame can show.</param>
    /// <param name="shadows">What each rule has counted in its shadow time; null: those that have one begin anew.</param>
    /// <param name="trace">Is told why rules did and did not speak; null: nobody asks, and it costs nothing.</param>
    /// <param name="plane">The camera's ground plane; null: it has none.</param>
    /// <param name="aim">Whether the camera shows the view that it was set up for; null: it does.</param>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Denied"/>: rules without a permit, all of them named; none was started.</exception>
    public SceneRules(
        FrameFormat format,
        string camera,
        IPermit permit,
        IReadOnlyList<RuleSettings> rules,
        int maximumTracks = Tracking.TrackerOptions.DefaultMaximumTracks,
        Func<RuleSettings, ShadowLedger>? shadows = null,
        RuleTrace? trace = null,
        GroundPlane? plane = null,
        CameraAim? aim = null)
    {
        ThrowIfDenied(camera, permit, rules);
        _ground = new SceneGround(format, maximumTracks, plane);
        _watches = [.. rules.Select((settings, index) => new RuleWatch(index, settings, _ground, ShadowOf(settings, shadows)))];
        _signals = new SignalWriter(_watches.Length * MostEvents(maximumTracks), trace);
        _trace = trace;
        _aim = aim ?? new CameraAim();
        Standings = [.. rules.Zip(_watches, (settings, watch) => new RuleStanding(settings, watch))];
    }

    /// <summary>How each rule stands. Any thread.</summary>
    public ImmutableArray<RuleStanding> Standings { get; }

    /// <summary>What counts said at the last frame: their intervals of the clock that were over. Valid until the next call.</summary>
    public IReadOnlyList<IntervalCount> Counts => _signals.Counts;

    /// <summary>Numbers of the tracks whose posture the rules want to know in the next frame, each once. Valid until the next call.</summary>
    public ReadOnlySpan<int> Attention => _attention.AsSpan(0, _asked);

    /// <summary>Lets the rules look at one frame.</summary>
    /// <param name="at">The frame's time.</param>
    /// <param name="tracks">What the tracker answered for this frame, from its Step or its Coast.</param>
    /// <param name="wall">The frame's own stamp, by which schedules open and close; rules themselves know nothing of it.</param>
    /// <param name="picture">What is wrong with the camera's pictures, if anything.</param>
    /// <param name="postures">What this frame showed of those in <see cref="Attention"/>; none where no network reads it.</param>
    /// <returns>What happened, in the order of the rules. Valid until the next call.</returns>
    /// <exception cref="ArgumentException">More tracks than were announced.</exception>
    public ReadOnlySpan<SceneEvent> Step(
        TimeSpan at,
        ReadOnlySpan<Track> tracks,
        DateTimeOffset wall = default,
        PictureCondition picture = PictureCondition.Good,
        ReadOnlySpan<PostureReading> postures = default)
    {
        if (tracks.Length > _ground.MaximumTracks)
        {
            throw new ArgumentException($"{tracks.Length} tracks; at most {_ground.MaximumTracks} were announced.", nameof(tracks));
        }

        _signals.Clear();
        _ground.Step(at, tracks);
        _trace?.Forget(tracks);
        Rest(_aim.IsLost, at);
        foreach (RuleWatch watch in _watches)
        {
            _signals.SpeakFor(watch);
            if (_isResting && !watch.Rule.IsOfCamera)
            {
                _signals.Note(at, 0, RuleReason.Suspended);
                continue;
            }

            watch.Rule.Look(_isResting ? PictureCondition.Moved : picture);
            watch.Rule.Look(postures);
            Step(watch, at, tracks, wall);
            if (watch.Rule.HasSaidMoved && !watch.IsInShadow)
            {
                _aim.Lose(wall);
            }
        }

        Rest(_aim.IsLost, at);
        Ask();
        return _signals.Events;
    }

    /// <summary>Ends what is open, at the end of a clip or when the camera is taken down.</summary>
    /// <param name="at">The last frame's time.</param>
    /// <returns>The ends. Valid until the next call.</returns>
    public ReadOnlySpan<SceneEvent> Finish(TimeSpan at)
    {
        _signals.Clear();
        foreach (RuleWatch watch in _watches)
        {
            _signals.SpeakFor(watch);
            watch.Rule.Finish(at, _signals);
            watch.CloseInterval(isLast: true, _signals);
        }

        _trace?.Finish();
        return _signals.Events;
    }

    // Several rules may ask for the same person.
    private void Ask()
    {
        _asked = 0;
        foreach (RuleWatch watch in _watches)
        {
            int more = _isResting || !watch.IsOpen ? 0 : watch.Rule.Ask(_attention.AsSpan(_asked));
            for (int i = _asked, end = _asked + more; i < end; i++)
            {
                if (!Attention.Contains(_attention[i]))
                {
                    _attention[_asked++] = _attention[i];
                }
            }
        }
    }

    // Of a camera that was moved nothing is known any more, in the very frame that says so.
    private void Rest(bool rests, TimeSpan at)
    {
        if (rests && !_isResting)
        {
            foreach (RuleWatch watch in _watches.Where(watch => !watch.Rule.IsOfCamera))
            {
                _signals.SpeakFor(watch);
                watch.Rule.Finish(at, _signals);
                watch.CloseInterval(isLast: true, _signals);
                _trace?.Interrupt(watch.Index);
            }
        }

        _isResting = rests;
    }

    private void Step(RuleWatch watch, TimeSpan at, ReadOnlySpan<Track> tracks, DateTimeOffset wall)
    {
        if (watch.Enter(at, wall))
        {
            // What is open ends with the schedule; who is still there when it opens again is seen as new.
            watch.Rule.Finish(at, _signals);
            _trace?.Interrupt(watch.Index);
        }

        watch.CloseInterval(isLast: !watch.IsOpen, _signals);

        if (watch.IsOpen)
        {
            watch.Rule.Step(at, tracks, _signals);
        }
        else
        {
            _signals.Note(at, 0, RuleReason.ScheduleClosed);
        }
    }

    // In one frame every track known before may end, and every one shown may begin.
    private static int MostEvents(int maximumTracks) => 2 * maximumTracks;

    private static ShadowLedger? ShadowOf(RuleSettings settings, Func<RuleSettings, ShadowLedger>? shadows) =>
        settings.Shadow == TimeSpan.Zero ? null : shadows?.Invoke(settings) ?? new ShadowLedger(settings.Shadow, ShadowTally.Empty);

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
