using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Replay;

/// <summary>The first seconds of the real clip, cut out without re-encoding, and a configuration that fits it.</summary>
internal static class RealClip
{
    /// <summary>Cuts the first <paramref name="seconds"/> out; 10 frames a second.</summary>
    public static async Task<string> CutAsync(TemporaryFolder folder, int seconds)
    {
        string cut = folder["people.avi"];
        (await Finished.RunAsync(
            "ffmpeg", "-v", "error", "-i", Checkout.SkipWithoutClip(), "-t", $"{seconds}", "-c", "copy", cut)).Succeeded();
        return cut;
    }

    /// <summary>Writes a configuration with one zone over the square that people cross.</summary>
    public static string Configure(TemporaryFolder folder, string? broker = null, string encoding = "cbor")
    {
        JsonObject root = new()
        {
            ["site"] = "pets",
            ["device"] = "box-1",
            ["stateDirectory"] = folder["state"],
            ["cameras"] = new JsonArray(new JsonObject
            {
                ["name"] = "square",
                ["masks"] = new JsonArray(new JsonObject { ["polygon"] = JsonNode.Parse("[[0.8,0],[1,0],[1,0.16],[0.8,0.16]]") }),
                ["zones"] = new JsonArray(new JsonObject
                {
                    ["name"] = "pavement",
                    ["polygon"] = JsonNode.Parse("[[0,0.36],[1,0.36],[1,0.95],[0.4,0.62],[0,0.46]]"),
                }),
                ["rules"] = new JsonArray(new JsonObject { ["kind"] = "intrusion", ["zone"] = "pavement", ["dwell"] = "1s" }),
            }),
        };
        if (broker is not null)
        {
            root["delivery"] = new JsonObject { ["broker"] = broker, ["encoding"] = encoding };
        }

        File.WriteAllText(folder["config.json"], root.ToJsonString());
        return folder["config.json"];
    }
}
