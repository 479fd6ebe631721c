using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Gathering;

/// <summary>
/// Who stands with whom in one frame: two are together where their foot points are near, and so is who is together with either
/// (single linkage, kept as a forest of disjoint sets: Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", 1975).
/// </summary>
internal sealed class Clusters(int capacity)
{
    private readonly int[] _parents = new int[capacity];
    private readonly Track[] _members = new Track[capacity];

    /// <summary>How many there are in the frame.</summary>
    public int Count { get; private set; }

    /// <summary>One of those in the frame.</summary>
    public ref readonly Track this[int member] => ref _members[member];

    /// <summary>Begins a frame.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds one, and joins it with those near.</summary>
    /// <param name="track">Who.</param>
    /// <param name="distance">How near is near, in mean heights of the two boxes.</param>
    public void Add(in Track track, double distance)
    {
        int added = Count++;
        _members[added] = track;
        _parents[added] = added;
        for (int other = 0; other < added; other++)
        {
            if (AreNear(track.Box, _members[other].Box, distance))
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

    private static bool AreNear(Box a, Box b, double distance)
    {
        double x = a.Foot.X - b.Foot.X, y = a.Foot.Y - b.Foot.Y;
        double reach = distance * (a.Height + b.Height) / 2;
        return x * x + y * y <= reach * reach;
    }
}
