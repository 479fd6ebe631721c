using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>
/// Follows the persons of a clip and keeps where each was seen by itself: what a walk can be read off. Grows with the clip: for a command that works
/// on a file, not for a service.
/// </summary>
public sealed class WalkLog
{
    // What hides feet, or is ridden. A bag or an umbrella goes along and hides neither.
    private static readonly string[] Hiding = ["person", "bicycle", "car", "motorcycle", "bus", "truck"];

    // Of a box that shares more than this with another one nobody knows where it ends.
    private const float MostShared = 0.05f;

    private readonly HashSet<int> _hiding = [.. Hiding.Select(name => ObjectClasses.TryGetNumber(name, out int number) ? number : ObjectClasses.Person)];
    private readonly SortedDictionary<int, List<(TimeSpan At, Box Box)>> _seen = [];

    /// <summary>Persons that were followed.</summary>
    public int Persons => _seen.Count;

    /// <summary>What was seen of each person, by the number of its track: boxes in pixels that no other one touches, by time.</summary>
    internal IReadOnlyDictionary<int, List<(TimeSpan At, Box Box)>> Seen => _seen;

    /// <summary>Looks at a frame.</summary>
    /// <param name="tracks">All of its tracks.</param>
    public void Look(ReadOnlySpan<Track> tracks)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            if (tracks[i].Class != ObjectClasses.Person || !tracks[i].Seen)
            {
                continue;
            }

            if (!_seen.TryGetValue(tracks[i].Number, out List<(TimeSpan At, Box Box)>? boxes))
            {
                _seen.Add(tracks[i].Number, boxes = []);
            }

            if (IsAlone(tracks, i))
            {
                boxes.Add((tracks[i].LastSeen, tracks[i].Box));
            }
        }
    }

    private bool IsAlone(ReadOnlySpan<Track> tracks, int index)
    {
        Box box = tracks[index].Box;
        for (int i = 0; i < tracks.Length; i++)
        {
            if (i != index && _hiding.Contains(tracks[i].Class) && box.IntersectionArea(tracks[i].Box) > MostShared * box.Area)
            {
                return false;
            }
        }

        return true;
    }
}
