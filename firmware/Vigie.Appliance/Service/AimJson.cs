using System.Text.Json.Serialization;

namespace Vigie.Appliance.Service;

/// <summary>JSON of what is kept of cameras that were moved.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Dictionary<string, AimEntry>))]
[JsonSerializable(typeof(AimConfirmation))]
internal sealed partial class AimJson : JsonSerializerContext;
