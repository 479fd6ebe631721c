using System.Text.Json.Serialization;

namespace Vigie.Chaos.Boxes;

[JsonSerializable(typeof(BoxOptions))]
[JsonSerializable(typeof(BoxStatus))]
internal sealed partial class BoxJson : JsonSerializerContext;
