using System.Collections.Immutable;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Configuration;

/// <summary>Reads a camera's lines, with a complaint for each thing that is wrong.</summary>
internal static class LineReader
{
    // A wrong line still has a name: rules that speak of it are not to blame.
    private static readonly (Point From, Point To) Anywhere = (new Point(0, 0), new Point(1, 1));

    /// <summary>Reads <c>lines</c>: numbered behind the zones, since both are named in one list of the context.</summary>
    public static ImmutableArray<Line> Read(SettingsReader camera, ImmutableArray<Zone> zones)
    {
        HashSet<string> names = [.. zones.Select(zone => zone.Name)];
        var lines = ImmutableArray.CreateBuilder<Line>();
        foreach (SettingsReader reader in camera.Children("lines"))
        {
            string name = ConfigurationReader.Name(reader, "name");
            if (name.Length > 0 && !names.Add(name))
            {
                reader.Complain("name", "another zone or line has this name: give each its own");
            }

            (Point from, Point to) = ReadEnds(reader);
            lines.Add(new Line(zones.Length + lines.Count + 1, name, from, to));
            reader.Finish();
        }

        return lines.ToImmutable();
    }

    private static (Point From, Point To) ReadEnds(SettingsReader reader)
    {
        Point? from = PolygonReader.ReadPoint(reader, "from");
        Point? to = PolygonReader.ReadPoint(reader, "to");
        if (from is null || to is null)
        {
            return Anywhere;
        }

        if (from == to)
        {
            reader.Complain("to", "is where the line begins: a line has a length");
            return Anywhere;
        }

        return (from.Value, to.Value);
    }
}
