using System.Text.Json;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;

namespace Vigie.Scene.Ground;

/// <summary>Reads two numbers, <c>[x, y]</c>.</summary>
internal static class PairReader
{
    /// <summary>Whether the key holds two numbers, both within these limits.</summary>
    public static bool TryRead(SettingsReader reader, string key, double minimum, double maximum, out GroundPoint pair)
    {
        pair = default;
        if (!reader.TryGet(key, out JsonElement value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2
            || value[0].ValueKind != JsonValueKind.Number || value[1].ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        pair = new GroundPoint(value[0].GetDouble(), value[1].GetDouble());
        return pair.X >= minimum && pair.X <= maximum && pair.Y >= minimum && pair.Y <= maximum;
    }

    /// <summary>Reads a point of the picture that must be there; null, with a complaint, where it is none.</summary>
    public static Point? ReadPoint(SettingsReader reader, string key)
    {
        const string Expected = "expected a point [x, y], fractions of the picture from 0 to 1";
        if (!reader.Has(key))
        {
            reader.Complaints.Add(reader.PathOf(key), "", "is missing: " + Expected);
        }
        else if (!TryRead(reader, key, 0, 1, out GroundPoint point))
        {
            reader.Complain(key, Expected);
        }
        else
        {
            return new Point((float)point.X, (float)point.Y);
        }

        return null;
    }
}
