using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Configuration;

/// <summary>Reads polygons of the unit square, <c>[[x, y], …]</c>, with a complaint for each thing that is wrong.</summary>
internal static class PolygonReader
{
    private const string Shape = "expected at least three corners [[x, y], …] with x and y from 0 to 1";

    /// <summary>Reads the polygon at <paramref name="key"/>; null where it is missing or wrong, and complained of.</summary>
    public static Polygon? Read(SettingsReader owner, string key)
    {
        if (!owner.TryGet(key, out JsonElement value))
        {
            owner.Complaints.Add(owner.PathOf(key), "", "is missing: " + Shape);
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < 3)
        {
            owner.Complain(key, Shape);
            return null;
        }

        ImmutableArray<Point>? corners = ReadCorners(owner, key, value);
        if (corners is null)
        {
            return null;
        }

        if (Polygon.FindCrossing(corners.Value) is (int first, int second))
        {
            owner.Complaints.Add(
                owner.PathOf(key),
                "",
                $"crosses itself: the edge from corner {first} meets the edge from corner {second}; give the corners in order around the zone");
            return null;
        }

        return new Polygon(corners.Value);
    }

    /// <summary>Reads the point at <paramref name="key"/>; null where it is missing or wrong, and complained of.</summary>
    public static Point? ReadPoint(SettingsReader owner, string key)
    {
        const string Expected = "expected a point [x, y], fractions of the picture from 0 to 1";
        if (!owner.TryGet(key, out JsonElement value))
        {
            owner.Complaints.Add(owner.PathOf(key), "", "is missing: " + Expected);
            return null;
        }

        if (TryReadPoint(value, out Point point))
        {
            return point;
        }

        owner.Complain(key, Expected);
        return null;
    }

    private static ImmutableArray<Point>? ReadCorners(SettingsReader owner, string key, JsonElement value)
    {
        ImmutableArray<Point>.Builder corners = ImmutableArray.CreateBuilder<Point>();
        bool right = true;
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (TryReadPoint(item, out Point point))
            {
                corners.Add(point);
            }
            else
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"{owner.PathOf(key)}[{index}]");
                owner.Complaints.Add(
                    path, SettingsReader.Show(item), "is no corner within the unit square: expected [x, y], fractions of the picture from 0 to 1");
                right = false;
            }

            index++;
        }

        return right ? corners.ToImmutable() : null;
    }

    private static bool TryReadPoint(JsonElement item, out Point point)
    {
        point = default;
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2
            || item[0].ValueKind != JsonValueKind.Number || item[1].ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        point = new Point(item[0].GetSingle(), item[1].GetSingle());
        return point is { X: >= 0 and <= 1, Y: >= 0 and <= 1 };
    }
}
