using System.Globalization;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Appliance.Grounds;

/// <summary>How well a camera's ground plane fits, for who set it up.</summary>
internal static class GroundReport
{
    /// <summary>One line: what it was made from, its residual in metres, and how coarse it is.</summary>
    public static string Of(string camera, GroundPlane plane)
    {
        GroundFit fit = plane.Fit;
        string residual = fit.Spare == 0
            ? "no measurement to spare, so nothing checks it: give one more"
            : string.Create(CultureInfo.InvariantCulture, $"residual {fit.Residual:0.00} m, at worst {fit.Largest:0.00} m");
        return string.Create(CultureInfo.InvariantCulture, $"Ground of {camera}: {fit.Source}; {residual}. {Coarseness(plane)}");
    }

    // Down the middle of the picture: at its lower edge, and half-way from there to the horizon or to the upper edge.
    private static string Coarseness(GroundPlane plane)
    {
        float horizon = 0;
        while (horizon < 1 && !plane.TryPlace(new Point(0.5f, horizon), out _))
        {
            horizon += 0.01f;
        }

        float middle = (1 + horizon) / 2;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(horizon > 0 ? $"The horizon is {100 * horizon:0} % down the picture; a" : "A")} hundredth of its height is {plane.CoarsenessAt(new Point(0.5f, 1)):0.00} m of ground at its lower edge, {plane.CoarsenessAt(new Point(0.5f, middle)):0.00} m half-way up the ground.");
    }
}
