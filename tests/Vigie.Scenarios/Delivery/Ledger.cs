using System.Text.Json;

namespace Vigie.Scenarios.Delivery;

/// <summary>What a box said, and what arrived, by the name that makes a record unique: boot and sequence.</summary>
internal static class Ledger
{
    /// <summary>Names of the events in a file of JSON twins.</summary>
    public static IReadOnlyList<string> Said(string file) => [.. File.ReadLines(file).Select(line => Name(JsonDocument.Parse(line).RootElement))];

    /// <summary>Names of the events that <c>edgectl watch --json</c> printed, duplicates included.</summary>
    public static IReadOnlyList<string> Arrived(IEnumerable<string> lines) =>
    [
        .. lines.Where(line => line.StartsWith('{'))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("record").GetString() == "event")
            .Select(line => Name(line.GetProperty("event"))),
    ];

    private static string Name(JsonElement one) => $"{one.GetProperty("boot").GetString()}/{one.GetProperty("sequence").GetUInt32()}";
}
