using System.Text.Json;
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
}
