using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Gathering;

/// <summary>
/// Who stands with whom in one frame: two are together where their foot points are near, and so is who is together with either
/// (single linkage, kept as a forest of disjoint sets: Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", 1975).
/// </summary>
internal sealed class Clusters(int capacity)
{
    private readonly int[] _parents = new int[capacity];
    private readonly Track[] _members = new Track[capacity];
    private readonly GroundTrack[] _places = new GroundTrack[capacity];

    /// <summary>How many there are in the frame.</summary>
    public int Count { get; private set; }

    /// <summary>One of those in the frame.</summary>
    public ref readonly Track this[int member] => ref _members[member];

    /// <summary>Begins a frame.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds one, and joins it with those near.</summary>
    /// <param name="track">Who.</param>
    /// <param name="place">Where on the ground.</param>
    /// <param name="distance">How near is near.</param>
    public void Add(in Track track, in GroundTrack place, Length distance)
    {
        int added = Count++;
        _members[added] = track;
        _places[added] = place;
        _parents[added] = added;
        for (int other = 0; other < added; other++)
        {
            if (AreNear(added, other, distance))
            {
                _parents[RootOf(other)] = RootOf(added);
            }
        }
    }

    /// <summary>The member that stands for all who are together with this one.</summary>
    public int RootOf(int member)
    {
        while (_parents[member] != member)
        {
            _parents[member] = _parents[_parents[member]];
            member = _parents[member];
        }

        return member;
    }

    // Who has no place on the ground (cut off by the picture's edge, beyond the horizon) is measured by heights all the same.
    private bool AreNear(int a, int b, Length distance)
    {
        if (distance.IsMetric && _places[a].IsPlaced && _places[b].IsPlaced)
        {
            return _places[a].Place.From(_places[b].Place).Length <= distance.Value;
        }

        Box one = _members[a].Box, other = _members[b].Box;
        double x = one.Foot.X - other.Foot.X, y = one.Foot.Y - other.Foot.Y;
        double reach = distance.Heights * (one.Height + other.Height) / 2;
        return x * x + y * y <= reach * reach;
    }
}
