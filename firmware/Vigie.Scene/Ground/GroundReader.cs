using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;

namespace Vigie.Scene.Ground;

/// <summary>
/// Reads a camera's <c>ground</c>: four or more points of the picture with their places in metres, or with measured distances between them; or a
/// walk. README.md of this folder says how each is taken.
/// </summary>
public static class GroundReader
{
    private const int FewestPoints = 4;

    // Three points whose triangle is lower than this part of its base lie on a line.
    private const double FlattestTriangle = 0.02;

    // A plane that misses its own points by more than this part of their spread is no plane, or a number is wrong.
    private const double LargestMiss = 0.1;
    private const double SmallestMiss = 0.3;

    /// <summary>Reads it; what is wrong goes to the reader's complaints.</summary>
    /// <param name="reader">Stands at <c>ground</c>; null where the key is absent.</param>
    /// <returns>The plane; null where there is none, or none that the section would give.</returns>
    public static GroundPlane? Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        bool hasPoints = reader.Has("points");
        GroundPlane? plane = null;
        if (hasPoints == reader.Has("walk"))
        {
            reader.Complaints.Add(reader.Path, "", "expected either \"points\" or \"walk\": four points with metres, or one person at several places");
        }
        else
        {
            plane = hasPoints ? ReadPoints(reader) : WalkReader.Read(reader);
        }

        reader.Finish();
        return plane;
    }

    private static GroundPlane? ReadPoints(SettingsReader reader)
    {
        IReadOnlyList<SettingsReader> entries = reader.Children("points");
        bool hasDistances = reader.Has("distances");
        int before = reader.Complaints.All.Count;
        List<GroundPoint> picture = [], metres = [];
        foreach (SettingsReader entry in entries)
        {
            picture.Add(ReadPair(entry, "at", 0, 1, "expected a point [x, y], fractions of the picture from 0 to 1"));
            if (!hasDistances)
            {
                metres.Add(ReadPair(entry, "metres", -10_000, 10_000, "expected where it is, [x, y] in metres from any origin; or give \"distances\" between the points"));
            }

            entry.Finish();
        }

        if (entries.Count < FewestPoints)
        {
            reader.Complaints.Add(reader.PathOf("points"), "", $"are {entries.Count}: expected at least {FewestPoints}, on the ground, no three of them on a line");
        }

        if (reader.Complaints.All.Count > before || IsFlat(reader, picture, "in the picture"))
        {
            return null;
        }

        return hasDistances ? FromDistances(reader, picture) : FromMetres(reader, picture, metres);
    }

    private static GroundPlane? FromMetres(SettingsReader reader, List<GroundPoint> picture, List<GroundPoint> metres)
    {
        if (IsFlat(reader, metres, "on the ground") || Fit(reader, picture, metres) is not { } plane)
        {
            return null;
        }

        double[] misses = [.. picture.Zip(metres, (seen, said) => Miss(plane, seen, said))];
        return Judge(reader, plane, misses, 2 * picture.Count - 8, Spread(metres), $"{picture.Count} points", index => $"point {index + 1}");
    }

    private static GroundPlane? FromDistances(SettingsReader reader, List<GroundPoint> picture)
    {
        ImmutableArray<(int A, int B, double Metres)> distances = ReadDistances(reader, picture.Count);
        int needed = 2 * picture.Count - 3;
        if (distances.Length < needed)
        {
            reader.Complaints.Add(
                reader.PathOf("distances"), "",
                $"are {distances.Length} that can be used: {picture.Count} points need {needed}, for example the sides and one diagonal of a quadrangle");
            return null;
        }

        GroundPoint[] metres = GroundShape.Of(picture, distances);
        if (IsFlat(reader, metres, "on the ground") || Fit(reader, picture, metres) is not { } plane)
        {
            return null;
        }

        double[] misses = [.. distances.Select(pair => Math.Abs(Place(plane, picture[pair.A]).From(Place(plane, picture[pair.B])).Length - pair.Metres))];
        return Judge(
            reader, plane, misses, distances.Length - needed + 2 * picture.Count - 8, Spread(metres),
            $"{distances.Length} distances between {picture.Count} points",
            index => $"the distance between {distances[index].A + 1} and {distances[index].B + 1}");
    }

    private static ImmutableArray<(int A, int B, double Metres)> ReadDistances(SettingsReader reader, int points)
    {
        var distances = ImmutableArray.CreateBuilder<(int, int, double)>();
        foreach (SettingsReader entry in reader.Children("distances"))
        {
            int before = reader.Complaints.All.Count;
            GroundPoint between = ReadPair(entry, "between", 1, points, $"expected two different points by number, [1, 2], of the {points} above");
            double metres = entry.Number("metres", 0, 0.1, 10_000);
            entry.Finish();
            (int a, int b) = ((int)between.X - 1, (int)between.Y - 1);
            if (reader.Complaints.All.Count > before)
            {
                continue;
            }

            if (metres == 0)
            {
                entry.Complaints.Add(entry.PathOf("metres"), "", "is missing: expected the distance between the two, in metres");
            }
            else if (a == b || between.X != a + 1 || between.Y != b + 1 || distances.Any(pair => (pair.Item1, pair.Item2) == (a, b) || (pair.Item1, pair.Item2) == (b, a)))
            {
                entry.Complain("between", "expected two different points by number, and each pair once");
            }
            else
            {
                distances.Add((a, b, metres));
            }
        }

        return distances.ToImmutable();
    }

    private static GroundPlane? Fit(SettingsReader reader, List<GroundPoint> picture, IReadOnlyList<GroundPoint> metres)
    {
        Homography? map = Homography.Fit(picture.ToArray(), [.. metres]);
        GroundPlane? plane = map is null ? null : GroundPlane.Of(map, picture.ToArray());
        if (plane is null)
        {
            reader.Complaints.Add(
                reader.PathOf("points"), "",
                "lie on both sides of the horizon that they give: two of them are swapped, or one does not lie on the ground; go round the quadrangle once, in the picture as on the ground");
        }

        return plane;
    }

    private static GroundPlane? Judge(
        SettingsReader reader, GroundPlane plane, double[] misses, int spare, double spread, string source, Func<int, string> nameOf)
    {
        double largest = misses.Max();
        double residual = Math.Sqrt(LeastSquares.Sum(misses) / misses.Length);
        if (largest > Math.Max(SmallestMiss, LargestMiss * spread))
        {
            reader.Complaints.Add(
                reader.Path, "",
                FormattableString.Invariant($"does not fit: {nameOf(Array.IndexOf(misses, largest))} is {largest:0.00} m off, all together {residual:0.00} m; measure it again, or leave out what is not level ground"));
            return null;
        }

        return plane.With(new GroundFit(residual, largest, spare, source));
    }

    // For four points: any three on a line. For more: all of them.
    private static bool IsFlat(SettingsReader reader, IReadOnlyList<GroundPoint> points, string where)
    {
        double[] heights =
        [
            .. from a in Enumerable.Range(0, points.Count)
               from b in Enumerable.Range(a + 1, points.Count - a - 1)
               from c in Enumerable.Range(b + 1, points.Count - b - 1)
               select Flatness(points[a], points[b], points[c]),
        ];
        bool isFlat = points.Count == FewestPoints ? heights.Min() < FlattestTriangle : heights.Max() < FlattestTriangle;
        if (isFlat)
        {
            reader.Complaints.Add(
                reader.PathOf("points"), "",
                points.Count == FewestPoints
                    ? $"three of them lie on a line {where}, or two are the same: take the corners of a quadrangle"
                    : $"all lie on a line {where}: take some beside it");
        }

        return isFlat;
    }

    private static double Flatness(GroundPoint a, GroundPoint b, GroundPoint c)
    {
        GroundPoint ab = b.From(a), ac = c.From(a), bc = c.From(b);
        double longest = Math.Max(ab.Length, Math.Max(ac.Length, bc.Length));
        return longest == 0 ? 0 : Math.Abs(ab.X * ac.Y - ab.Y * ac.X) / (longest * longest);
    }

    private static GroundPoint ReadPair(SettingsReader reader, string key, double minimum, double maximum, string expected)
    {
        if (!reader.Has(key))
        {
            reader.Complaints.Add(reader.PathOf(key), "", "is missing: " + expected);
            return default;
        }

        if (PairReader.TryRead(reader, key, minimum, maximum, out GroundPoint pair))
        {
            return pair;
        }

        reader.Complain(key, expected);
        return default;
    }

    private static double Miss(GroundPlane plane, GroundPoint seen, GroundPoint said) => Place(plane, seen).From(said).Length;

    private static GroundPoint Place(GroundPlane plane, GroundPoint seen) =>
        plane.TryPlace(new Point((float)seen.X, (float)seen.Y), out GroundPoint place) ? place : default;

    private static double Spread(IReadOnlyCollection<GroundPoint> points)
    {
        GroundPoint centre = new(points.Average(point => point.X), points.Average(point => point.Y));
        return points.Average(point => point.From(centre).Length);
    }
}
