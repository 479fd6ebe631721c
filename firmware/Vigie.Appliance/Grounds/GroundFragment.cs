using System.Globalization;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Appliance.Grounds;

/// <summary>Writes what was found in a clip, for who puts it into a configuration.</summary>
internal static class GroundFragment
{
    /// <summary>What it was found in, and how sure it is: two lines.</summary>
    public static string Story(GroundOptions options, int persons, WalkFinding found)
    {
        string whose = options.PassersBy ? $"the walks of {found.Walks.Length} of them" : $"of one of them, {Name(found.Walks[0])}";
        string leftOut = found.LeftOut == 0 ? "" : $"; {found.LeftOut} left out that fit no level ground";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Path.GetFileName(options.Clip)}: {persons} persons followed; taken: {whose}, {found.Walk.Places.Length} places{leftOut}.
            The camera's height is known to {100 * found.HeightError:0} %, its tilt to {found.TiltError:0.0} degrees (standard errors).
            """);
    }

    /// <summary>A walk, for people.</summary>
    public static string Name(SeenWalk walk) => string.Create(
        CultureInfo.InvariantCulture, $"track {walk.Track} from {walk.From.TotalSeconds:0.0} s to {walk.To.TotalSeconds:0.0} s");

    /// <summary>The camera's <c>ground</c> as the configuration has it.</summary>
    public static string Write(Walk walk, FrameFormat format)
    {
        string places = string.Join(",\n    ", walk.Places.Select(place => $"{{ \"foot\": {Write(place.Foot)}, \"head\": {Write(place.Head)} }}"));
        string lens = walk.FieldOfView is double degrees ? string.Create(CultureInfo.InvariantCulture, $", \"fieldOfView\": {degrees}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"ground\": {{\n  \"walk\": [\n    {places}\n  ],\n  \"height\": {walk.Height}, \"picture\": [{format.Width}, {format.Height}]{lens}\n}}");
    }

    private static string Write(Point point) => string.Create(CultureInfo.InvariantCulture, $"[{point.X:0.0000}, {point.Y:0.0000}]");
}
