using System.Text.Json.Serialization;

namespace Vigie.Appliance.Service;

/// <summary>JSON of what is kept of shadow times.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Dictionary<string, ShadowEntry>))]
internal sealed partial class ShadowJson : JsonSerializerContext;
