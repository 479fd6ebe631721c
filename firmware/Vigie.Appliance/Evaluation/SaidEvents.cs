using Vigie.Contract;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Evaluation;

/// <summary>Gathers what the rules say of a clip: a signal is one event, but each way over a line is one of its own.</summary>
public sealed class SaidEvents
{
    private readonly List<SaidEvent> _all = [];
    private readonly Dictionary<int, int> _open = [];

    /// <summary>What was said so far, in its order.</summary>
    public IReadOnlyList<SaidEvent> All => _all;

    /// <summary>Takes in what one frame raised.</summary>
    public void Take(ReadOnlySpan<SceneEvent> events)
    {
        foreach (ref readonly SceneEvent said in events)
        {
            bool crossing = said.Kind == EventKind.Line;
            if (said.Phase == EventPhase.Start || (crossing && said.Phase == EventPhase.Update))
            {
                _open[said.Signal] = _all.Count;
                _all.Add(new SaidEvent(said.Kind, said.Zone, crossing ? said.At : said.Since, said.At, said.At, said.Outward));
            }
            else if (!crossing && _open.TryGetValue(said.Signal, out int index))
            {
                _all[index] = _all[index] with { Until = said.At };
            }
        }
    }
}
