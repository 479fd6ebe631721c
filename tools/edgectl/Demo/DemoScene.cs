using System.Globalization;
using System.Text.Json.Nodes;

namespace Vigie.Edgectl.Demo;

/// <summary>Zones drawn for the demo, and the configuration that holds them.</summary>
internal static class DemoScene
{
    private const string KnownClip = "vtest.avi";

    /// <summary>
    /// Configuration of the demo: for the clip of PETS 2009 the lawn and the taped-off corner of that place, for any other clip the lower middle
    /// of the picture.
    /// </summary>
    public static string Configuration(string clip, string broker, string stateDirectory)
    {
        JsonArray zones = Path.GetFileName(clip) == KnownClip
            ? [Zone("lawn", Lawn), Zone("taped-off", TapedOff)]
            : [Zone("middle", Middle)];
        JsonArray rules = [.. zones.Select(zone => Rule(zone!["name"]!.GetValue<string>()))];
        JsonObject camera = new() { ["name"] = "camera-1", ["model"] = "street", ["zones"] = zones, ["rules"] = rules };
        JsonObject root = new()
        {
            ["site"] = "demo",
            ["device"] = "box-1",
            ["stateDirectory"] = stateDirectory,
            ["delivery"] = new JsonObject { ["broker"] = broker },
            ["cameras"] = new JsonArray(camera),
        };
        return root.ToJsonString(new() { WriteIndented = true });
    }

    // Corners read off the picture: grass in front of the kerb, and the ground behind the red and white tape.
    private const string Lawn = "0,0.46 0.15,0.48 0.24,0.52 0.42,0.655 0.6,0.77 0.8,0.88 1,0.975 1,1 0,1";
    private const string TapedOff = "0,0.31 0.19,0.33 0.37,0.35 0.57,0.32 0.8,0.22 0.55,0.21 0.35,0.25 0,0.27";
    private const string Middle = "0.25,0.4 0.75,0.4 0.75,0.98 0.25,0.98";

    private static JsonObject Zone(string name, string corners) => new()
    {
        ["name"] = name,
        ["polygon"] = new JsonArray([.. corners.Split(' ').Select(Corner)]),
    };

    private static JsonArray Corner(string text) =>
        [.. text.Split(',').Select(number => (JsonNode)double.Parse(number, CultureInfo.InvariantCulture))];

    private static JsonObject Rule(string zone) => new() { ["kind"] = "intrusion", ["zone"] = zone, ["dwell"] = "1s" };
}
