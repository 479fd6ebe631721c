using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigie.Modelkit.Quantisation;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CalibrationRecord))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
