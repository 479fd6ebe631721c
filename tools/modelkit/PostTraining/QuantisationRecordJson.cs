using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigie.Modelkit.PostTraining;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QuantisationRecord))]
internal sealed partial class QuantisationRecordJson : JsonSerializerContext;
