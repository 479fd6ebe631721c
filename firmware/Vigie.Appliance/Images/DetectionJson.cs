using System.Text.Json.Serialization;

namespace Vigie.Appliance.Images;

/// <summary>JSON of COCO results.</summary>
[JsonSerializable(typeof(List<CocoResult>))]
internal sealed partial class DetectionJson : JsonSerializerContext;
