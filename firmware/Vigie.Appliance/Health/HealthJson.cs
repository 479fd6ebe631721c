using System.Text.Json.Serialization;

namespace Vigie.Appliance.Health;

/// <summary>JSON of the health record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BoxHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
