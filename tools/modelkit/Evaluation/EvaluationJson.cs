using System.Text.Json.Serialization;

namespace Vigie.Modelkit.Evaluation;

[JsonSerializable(typeof(CocoTruth))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
