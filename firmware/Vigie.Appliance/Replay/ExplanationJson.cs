using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigie.Appliance.Replay;

/// <summary>JSON of explanations: for people's eyes too, so letters stand as they are, and what is absent is left out.</summary>
[JsonSerializable(typeof(ExplanationLine))]
[JsonSerializable(typeof(ExplanationSummary))]
internal sealed partial class ExplanationJson : JsonSerializerContext
{
    /// <summary>The one to use.</summary>
    public static ExplanationJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
