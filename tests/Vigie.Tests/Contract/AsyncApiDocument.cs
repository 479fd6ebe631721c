using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vigie.Tests.House;
using YamlDotNet.RepresentationModel;

namespace Vigie.Tests.Contract;

/// <summary><c>asyncapi.yaml</c>, and payloads held against its schemas.</summary>
internal static class AsyncApiDocument
{
    public static YamlMappingNode Document { get; } = Load();

    /// <summary>Throws where a payload is not as a schema of the document says.</summary>
    public static void Check(string schema, byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        Check(Schema(schema), document.RootElement, schema);
    }

    /// <summary>JSON Schema, as far as the document uses it; a keyword beyond that is refused.</summary>
    private static void Check(YamlMappingNode schema, JsonElement value, string path)
    {
        foreach ((YamlNode key, YamlNode wanted) in schema.Children)
        {
            bool holds = key.ToString() switch
            {
                "$ref" => CheckAll(Follow(wanted.ToString()), value, path),
                "type" => IsOfType(wanted.ToString(), value),
                "enum" => Words(schema, "enum").Contains(value.GetString()),
                "pattern" => Regex.IsMatch(value.GetString()!, wanted.ToString()),
                "minimum" => value.GetDouble() >= Number(wanted),
                "maximum" => value.GetDouble() <= Number(wanted),
                "minLength" => value.GetString()!.Length >= Number(wanted),
                "maxLength" => value.GetString()!.Length <= Number(wanted),
                "minItems" => value.GetArrayLength() >= Number(wanted),
                "maxItems" => value.GetArrayLength() <= Number(wanted),
                "required" => Words(schema, "required").All(name => value.TryGetProperty(name, out _)),
                "items" => value.EnumerateArray().All(item => CheckAll((YamlMappingNode)wanted, item, path + "[]")),
                "properties" => value.EnumerateObject().All(field =>
                    CheckAll(Map((YamlMappingNode)wanted, field.Name), field.Value, $"{path}.{field.Name}")),
                "description" => true,
                string other => throw new FormatException($"{path}: a keyword that this checker does not know: {other}"),
            };
            if (!holds)
            {
                throw new FormatException($"{path}: {value} breaks {key}: {wanted}");
            }
        }
    }

    private static bool CheckAll(YamlMappingNode schema, JsonElement value, string path)
    {
        Check(schema, value, path);
        return true;
    }

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new FormatException($"no type {type}"),
    };

    public static YamlMappingNode Follow(string reference) =>
        reference[2..].Split('/').Aggregate(Document, Map);

    public static YamlMappingNode Schema(string name) => Map(Map(Map(Document, "components"), "schemas"), name);

    public static YamlMappingNode Map(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out YamlNode? value)
        ? (YamlMappingNode)value
        : throw new FormatException($"asyncapi.yaml does not know {key}");

    public static IEnumerable<string> Words(YamlMappingNode node, string key) =>
        ((YamlSequenceNode)node.Children[key]).Children.Select(word => word.ToString());

    private static double Number(YamlNode node) => double.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static YamlMappingNode Load()
    {
        YamlStream stream = [];
        using StringReader text = new(SourceTree.Text("firmware/Vigie.Contract/asyncapi.yaml"));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}
