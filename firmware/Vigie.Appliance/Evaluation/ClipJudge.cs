using System.Collections.Immutable;
using Vigie.Appliance.Configuration;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Evaluation;

/// <summary>Holds what was said of a clip against its truth.</summary>
/// <param name="kinds">Kinds that the truth is about.</param>
/// <param name="tolerance">By how much its times may be wrong.</param>
/// <param name="camera">The camera whose rules spoke.</param>
internal sealed class ClipJudge(ImmutableArray<EventKind> kinds, TimeSpan tolerance, CameraConfiguration camera)
{
    private readonly HashSet<(string Kind, string Place)> _watched =
        [.. camera.Rules.Select(rule => (rule.Text("kind", "", ""), rule.Text("zone", rule.Text("line", "", ""), "")))];

    // A tamper is of no zone.
    private readonly Dictionary<int, string> _places = new(camera.Places) { [0] = "" };

    /// <summary>Judges a clip.</summary>
    /// <param name="truth">What happens in it.</param>
    /// <param name="said">What was said.</param>
    /// <param name="length">How long the clip is.</param>
    /// <exception cref="Fault">The truth speaks of what lies behind the clip's end.</exception>
    public ClipResult Judge(ClipTruth truth, IReadOnlyList<SaidEvent> said, TimeSpan length)
    {
        TimeSpan to = truth.To ?? length;
        ThrowIfBehind(truth, length);
        ILookup<bool, TruthEvent> events = truth.Events.ToLookup(IsWatched);
        IReadOnlyList<SaidEvent> within = [.. said.Where(one => one.Said >= truth.From && one.Since <= to)];
        ILookup<bool, SaidEvent> judged = within.ToLookup(one => kinds.Contains(one.Kind));
        return new ClipResult(
            truth.Clip,
            truth.From,
            to,
            EventMatching.Match([.. events[true]], [.. judged[true]], tolerance),
            _places,
            Count(judged[false].Select(one => EventKinds.Name(one.Kind))),
            Count(events[false].Select(one => $"{EventKinds.Name(one.Kind)} in {_places[one.Zone]}")));
    }

    private bool IsWatched(TruthEvent one) => _watched.Contains((EventKinds.Name(one.Kind), _places[one.Zone]));

    private void ThrowIfBehind(ClipTruth truth, TimeSpan length)
    {
        // Time that the clip does not have would make false alarms rarer than they are.
        TimeSpan last = truth.Events.Select(one => one.From).Append(truth.From).Append(truth.To ?? default).Max();
        if (last > length + tolerance)
        {
            throw new Fault(
                FaultKind.Config,
                $"the truth of {truth.Clip}",
                $"speaks of {Units.Show(last)}, and the clip ends at {Units.Show(length)}",
                "Give times of the clip itself, from its first picture on.");
        }
    }

    private static SortedDictionary<string, int> Count(IEnumerable<string> names) =>
        new(names.GroupBy(name => name).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);
}
