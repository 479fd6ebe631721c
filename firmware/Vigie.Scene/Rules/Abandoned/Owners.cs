using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Abandoned;

/// <summary>Who among the persons of a frame can own an object.</summary>
internal static class Owners
{
    // Of the person's height: who put an object down stands this near, and is within it for a second after turning to go.
    private const float Reach = 1.2f;

    // Of the person's height and area: what is larger is no luggage, but a bin, a bicycle, a bench, or somebody who sits or lies.
    private const float LargestHeight = 0.65f, LargestArea = 0.5f;

    // Of the object: what lies within a person's box is worn, or is the person.
    private const float Worn = 0.6f;

    /// <summary>The person nearest in feet who may have brought the object.</summary>
    /// <param name="tracks">The frame's tracks.</param>
    /// <param name="item">Where the object is.</param>
    /// <param name="owner">Who.</param>
    public static bool TryFind(ReadOnlySpan<Track> tracks, in Box item, out Track owner)
    {
        owner = default;
        float nearest = Reach;
        foreach (ref readonly Track track in tracks)
        {
            if (track.Class == ObjectClasses.Person && Distance(track.Box, item) is float distance && distance <= nearest && Fits(item, track.Box))
            {
                (owner, nearest) = (track, distance);
            }
        }

        return owner.Number > 0;
    }

    /// <summary>
    /// Who an owner is now whose track was lost beside the object: the same person as a rule, under a new number, where the old one was.
    /// </summary>
    public static bool TryFindAgain(ReadOnlySpan<Track> tracks, in Box last, out Track owner)
    {
        owner = default;
        foreach (ref readonly Track track in tracks)
        {
            if (track.Class == ObjectClasses.Person && Distance(last, track.Box) <= Reach / 2)
            {
                owner = track;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody wears the object, or it is a part of somebody: not apart from a person.</summary>
    public static bool IsWorn(ReadOnlySpan<Track> tracks, in Box item)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (track.Class == ObjectClasses.Person && track.Box.IntersectionArea(item) > Worn * item.Area)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How far an object is from a person's feet, in the person's heights.</summary>
    public static float Distance(in Box person, in Box item)
    {
        float x = person.Foot.X - item.Foot.X, y = person.Foot.Y - item.Foot.Y;
        return MathF.Sqrt(x * x + y * y) / MathF.Max(person.Height, 1);
    }

    private static bool Fits(in Box item, in Box person) =>
        item.Height <= LargestHeight * person.Height && item.Area <= LargestArea * person.Area;
}
