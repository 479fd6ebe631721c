using System.Collections.Immutable;

namespace Vigie.Scene.Rules.Count;

/// <summary>What one class comes to in the interval that runs. Exact numbers, which never leave the rule.</summary>
internal sealed class ClassTally
{
    /// <summary>Stays are told apart at these lengths, seconds; beyond the last: longer.</summary>
    public static readonly ImmutableArray<int> StayEdges = [10, 30, 60, 300, 900, 3600];

    private readonly int[] _stays = new int[StayEdges.Length + 1];
    private int _present;
    private double _presentSeconds;

    /// <summary>How many came in, or crossed inwards.</summary>
    public int In { get; private set; }

    /// <summary>How many went out, or crossed outwards.</summary>
    public int Out { get; private set; }

    /// <summary>The most that were there at once.</summary>
    public int Most { get; private set; }

    /// <summary>Of those who went out: how many had stayed up to each edge, and longer.</summary>
    public ReadOnlySpan<int> Stays => _stays;

    /// <summary>How many were there on average over so long.</summary>
    public double MeanOver(TimeSpan watched) => watched > TimeSpan.Zero ? _presentSeconds / watched.TotalSeconds : 0;

    /// <summary>Somebody came in.</summary>
    public void ComeIn()
    {
        In++;
        _present++;
    }

    /// <summary>Somebody went out.</summary>
    public void GoOut(TimeSpan stayed)
    {
        Out++;
        _present--;
        int part = 0;
        while (part < StayEdges.Length && stayed.TotalSeconds >= StayEdges[part])
        {
            part++;
        }

        _stays[part]++;
    }

    /// <summary>Somebody crossed.</summary>
    public void Cross(bool outward) => (In, Out) = outward ? (In, Out + 1) : (In + 1, Out);

    /// <summary>A frame was looked at, so long after the one before.</summary>
    public void Look(TimeSpan since)
    {
        Most = Math.Max(Most, _present);
        _presentSeconds += _present * since.TotalSeconds;
    }

    /// <summary>Nobody looks any more: who is there is not known from now on.</summary>
    public void Leave() => _present = 0;

    /// <summary>The next interval begins, with those who are there.</summary>
    public void Begin()
    {
        (In, Out, Most, _presentSeconds) = (0, 0, _present, 0);
        Array.Clear(_stays);
    }
}
