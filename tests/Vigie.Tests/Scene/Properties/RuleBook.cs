using Vigie.Contract;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene.Properties;

/// <summary>Plays a scene to rules and keeps what they say.</summary>
internal sealed class RuleBook
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<SceneEvent> _said = [];
    private readonly List<IntervalCount> _counts = [];
    private readonly SceneRules _rules;

    public RuleBook(string rules) => _rules = Footage.Rules(rules);

    public IReadOnlyList<SceneEvent> Said => _said;

    public IReadOnlyList<IntervalCount> Counts => _counts;

    public IEnumerable<SceneEvent> Starts => _said.Where(said => said.Phase == EventPhase.Start);

    /// <summary>Plays a whole scene, and ends the film where it is asked for.</summary>
    public RuleBook Play(Actor[] cast, TimeSpan start, int firstNumber = 1, bool finish = true)
    {
        for (int frame = 0; frame < Actor.Frames; frame++)
        {
            TimeSpan at = start + frame * Actor.Pace;
            _said.AddRange(_rules.Step(at, Actor.Show(cast, frame, start, firstNumber), Noon + at));
            _counts.AddRange(_rules.Counts);
        }

        if (finish)
        {
            _said.AddRange(_rules.Finish(start + Actor.Frames * Actor.Pace));
            _counts.AddRange(_rules.Counts);
        }

        return this;
    }

    /// <summary>Lets time pass in which nobody is there.</summary>
    public RuleBook Rest(TimeSpan from, TimeSpan to)
    {
        for (TimeSpan at = from; at < to; at += Actor.Pace)
        {
            _said.AddRange(_rules.Step(at, [], Noon + at));
        }

        return this;
    }

    /// <summary>What was said, without the numbers of signals: in time from the scene's start.</summary>
    public string[] Words(TimeSpan start) =>
        [.. _said.Where(said => said.At >= start).Select(said => $"{said.Kind} {said.Phase} {said.At - start} {said.Since - start} {said.Zone} {said.Class} {said.Track} {said.Count} {said.Box} {said.Confidence:0.000}")];
}
