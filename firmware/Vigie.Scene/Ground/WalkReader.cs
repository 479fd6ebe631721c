using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;

namespace Vigie.Scene.Ground;

/// <summary>Reads a camera's <c>ground</c> where it is a walk, and makes the plane of it.</summary>
public static class WalkReader
{
    private const double LargestResidual = 0.25;

    /// <summary>The plane of a walk.</summary>
    /// <param name="walk">What was seen.</param>
    /// <param name="problem">Why there is none: half a sentence.</param>
    public static GroundPlane? PlaneOf(Walk walk, out string problem)
    {
        if (WalkCamera.Find(walk, out problem) is not { } camera)
        {
            return null;
        }

        double[] misses = [.. walk.Places.Select(place => camera.HeightOf(place, walk.Height) - walk.Height)];
        double residual = Math.Sqrt(LeastSquares.Sum(misses) / misses.Length);
        double largest = misses.Max(Math.Abs);
        if (residual > LargestResidual * walk.Height)
        {
            problem = FormattableString.Invariant(
                $"the places do not fit a level ground: heights are {residual:0.00} m off, at worst {largest:0.00} m; take upright persons only, feet and head in the picture");
            return null;
        }

        GroundPoint[] feet = [.. walk.Places.Select(place => new GroundPoint(place.Foot.X, place.Foot.Y))];
        problem = "a foot lies at or beyond the horizon that the others give";
        return GroundPlane.Of(camera.ToGround(), feet)?.With(new GroundFit(
            residual, largest, walk.Places.Length - (walk.FieldOfView is null ? 4 : 3),
            FormattableString.Invariant(
                $"{walk.Places.Length} places of persons of {walk.Height:0.00} m: a camera {camera.Height:0.0} m high, {camera.Tilt:0} degrees down, that sees {camera.FieldOfView:0} degrees wide")));
    }

    internal static GroundPlane? Read(SettingsReader reader)
    {
        int before = reader.Complaints.All.Count;
        ImmutableArray<WalkPlace> places = [.. reader.Children("walk").Select(ReadPlace)];
        double height = reader.Number("height", 0, 0.5, 2.5);
        if (!reader.Has("height"))
        {
            reader.Complaints.Add(reader.PathOf("height"), "", "is missing: expected how tall the person is, in metres, for example 1.75");
        }

        GroundPoint picture = new(16, 9);
        if (reader.Has("picture") && !PairReader.TryRead(reader, "picture", 1, 20_000, out picture))
        {
            reader.Complain("picture", "expected width and height of the picture, for example [1920, 1080]");
        }

        double fieldOfView = reader.Number("fieldOfView", 0, 5, 150);
        if (places.Length < Walk.Fewest)
        {
            reader.Complaints.Add(reader.PathOf("walk"), "", $"are {places.Length} places: expected at least {Walk.Fewest}, near and far, left and right");
        }

        if (reader.Complaints.All.Count > before)
        {
            return null;
        }

        Walk walk = new(places, height, picture.X / picture.Y, fieldOfView == 0 ? null : fieldOfView);
        GroundPlane? plane = PlaneOf(walk, out string problem);
        if (plane is null)
        {
            reader.Complaints.Add(reader.PathOf("walk"), "", problem);
        }

        return plane;
    }

    private static WalkPlace ReadPlace(SettingsReader reader)
    {
        Point? foot = PairReader.ReadPoint(reader, "foot"), head = PairReader.ReadPoint(reader, "head");
        reader.Finish();
        if (head?.Y >= foot?.Y)
        {
            reader.Complain("head", "expected the head above the foot: y grows downwards");
        }

        return new WalkPlace(foot ?? default, head ?? default);
    }
}
