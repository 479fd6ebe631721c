using System.Text.Json.Serialization;

namespace Vigie.Appliance.Replay;

/// <summary>JSON of a replay's summary.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReplaySummary))]
internal sealed partial class ReplayJson : JsonSerializerContext;
