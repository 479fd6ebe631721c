using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Vigie.Contract;
using Vigie.Tests.House;
using YamlDotNet.RepresentationModel;

namespace Vigie.Tests.Contract;

/// <summary><c>asyncapi.yaml</c> says what the code does: topics, content types, and every field of the JSON twins.</summary>
public sealed class AsyncApiTest
{
    private static readonly YamlMappingNode Document = Load();

    [Fact]
    public void It_is_AsyncAPI_3() => Assert.Equal("3.0.0", Text(Document, "asyncapi"));

    [Fact]
    public void Addresses_are_those_of_the_code()
    {
        Assert.True(Topics.TryCreate("S", "D", out Topics? topics, out _));
        string[] addresses =
        [
            .. Map(Document, "channels").Children.Values
                .Select(channel => Text((YamlMappingNode)channel, "address").Replace("{site}", "S").Replace("{device}", "D")),
        ];
        Assert.Equal(
            [topics.Event(EventKind.Intrusion), topics.Context, topics.Status, topics.Count, topics.Shadow, topics.Gap, topics.Receipt, topics.Command, topics.Revocation, topics.Result, topics.Journal],
            addresses.Select(address => address.Replace("{kind}", "intrusion", StringComparison.Ordinal)));
    }

    [Fact]
    public void Kinds_are_those_of_the_code()
    {
        string[] kinds = [.. EventKinds.OfEvents.Select(EventKinds.Name)];
        Assert.Equal(kinds, Words(Map(Map(Map(Map(Document, "channels"), "events"), "parameters"), "kind"), "enum"));
        Assert.Equal(kinds, Words(Map(Map(Schema("event"), "properties"), "kind"), "enum"));
        Assert.Equal(kinds, Words(Map(Map(Schema("shadow"), "properties"), "kind"), "enum"));
        Assert.Equal(
            Enum.GetValues<EventPhase>().Select(EventPhases.Name), Words(Map(Map(Schema("event"), "properties"), "phase"), "enum"));
    }

    [Fact]
    public void Content_types_are_those_of_the_code()
    {
        string text = Text(Map(Document, "info"), "description");
        Assert.Contains(ContentTypes.Cbor, text, StringComparison.Ordinal);
        Assert.All(Map(Map(Document, "components"), "messages").Children, message => Assert.Equal(
            message.Key.ToString() is "journal" or "command" or "revocation" ? ContentTypes.Cose : ContentTypes.Json, Text((YamlMappingNode)message.Value, "contentType")));
    }

    [Fact]
    public void Every_reference_leads_somewhere() => Assert.All(
        References(Document), reference => Assert.NotNull(Follow(reference)));

    [Fact]
    public void Every_event_is_as_described() =>
        Samples.Events.Sample(record => Check("event", record.Encode(WireEncoding.Json, Samples.Context)));

    [Fact]
    public void Every_context_is_as_described() =>
        Samples.Contexts.Sample(record => Check("context", (record with { Encoding = WireEncoding.Json }).Encode()));

    [Fact]
    public void Every_count_is_as_described() =>
        CountSamples.Counts.Sample(record => Check("count", record.Encode(WireEncoding.Json, Samples.Context)));

    [Fact]
    public void Every_shadow_is_as_described() =>
        ShadowSamples.Shadows.Sample(record => Check("shadow", record.Encode(WireEncoding.Json, Samples.Context)));

    [Fact]
    public void Every_status_is_as_described() =>
        Samples.Statuses.Sample(record => Check("status", (record with { Encoding = WireEncoding.Json }).Encode()));

    [Fact]
    public void Every_gap_is_as_described() => Samples.Gaps.Sample(record => Check("gap", record.Encode(WireEncoding.Json)));

    [Fact]
    public void Every_receipt_is_as_described() => Samples.Receipts.Sample(record => Check("receipt", record.Encode(WireEncoding.Json)));

    [Fact]
    public void Every_result_is_as_described() => RemoteSamples.Results.Sample(record => Check("result", record.Encode(WireEncoding.Json)));

    [Fact]
    public void Actions_are_those_of_the_code() => Assert.Equal(CommandActions.Names, Words(Map(Map(Schema("result"), "properties"), "action"), "enum"));

    /// <summary>No field is described that never comes. A count is of kinds that are still to come.</summary>
    [Theory]
    [InlineData("event", "count", "speed", "fault")]
    [InlineData("context")]
    [InlineData("status")]
    [InlineData("count")]
    [InlineData("shadow")]
    [InlineData("gap")]
    [InlineData("receipt")]
    [InlineData("result")]
    public void Every_field_that_is_described_comes(string schema, params string[] awaited)
    {
        byte[] payload = schema switch
        {
            "event" => (Samples.Start with { Kind = EventKind.Line, Flags = EventMarks.Historical | EventMarks.Laboratory | EventMarks.Outward, Held = 3 }).Encode(WireEncoding.Json, Samples.Context),
            "context" => (Samples.Context with
            {
                Identity = new(Samples.Boot, 9, 1),
                MandateHash = new string('c', 64),
                Encoding = WireEncoding.Json,
            }).Encode(),
            "count" => (CountSamples.Count with { Flags = EventMarks.Historical | EventMarks.Laboratory }).Encode(WireEncoding.Json, Samples.Context),
            "shadow" => (ShadowSamples.Shadow with { Identity = new(Samples.Boot, 96, 1) }).Encode(WireEncoding.Json, Samples.Context),
            "receipt" => Samples.Receipt.Encode(WireEncoding.Json),
            "result" => RemoteSamples.Result.Encode(WireEncoding.Json),
            "status" => (Samples.LastWill with { Encoding = WireEncoding.Json }).Encode(),
            _ => (Samples.Gap with { Identity = new(Samples.Boot, 9, 1) }).Encode(WireEncoding.Json),
        };
        using var document = JsonDocument.Parse(payload);
        Assert.Equal(Described(Schema(schema)).Except(awaited).Order(), Present(document.RootElement).Distinct().Order());
    }

    [Fact]
    public void The_checker_itself_tells_right_from_wrong()
    {
        Assert.Throws<FormatException>(() => Check("status", "{\"online\":1,\"boot\":\"1-00000001\",\"software\":\"1\",\"encoding\":\"json\"}"u8.ToArray()));
        Assert.Throws<FormatException>(() => Check("status", "{\"online\":true,\"boot\":\"1-1\",\"software\":\"1\",\"encoding\":\"json\"}"u8.ToArray()));
        Assert.Throws<FormatException>(() => Check("status", "{\"online\":true}"u8.ToArray()));
        Assert.Throws<FormatException>(() => Check("status", "{\"mood\":true,\"online\":true,\"boot\":\"1-00000001\",\"software\":\"1\",\"encoding\":\"json\"}"u8.ToArray()));
        Check("status", "{\"online\":true,\"boot\":\"1-00000001\",\"software\":\"1\",\"encoding\":\"json\"}"u8.ToArray());
    }

    private static void Check(string schema, byte[] payload)
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

    private static IEnumerable<string> Described(YamlMappingNode schema)
    {
        YamlMappingNode plain = schema.Children.TryGetValue("$ref", out YamlNode? reference) ? Follow(reference.ToString()) : schema;
        IEnumerable<string> own = plain.Children.TryGetValue("properties", out YamlNode? properties)
            ? ((YamlMappingNode)properties).Children.SelectMany(property =>
                Described((YamlMappingNode)property.Value).Select(inner => $"{property.Key}.{inner}").Prepend(property.Key.ToString()))
            : [];
        return plain.Children.TryGetValue("items", out YamlNode? items) ? own.Concat(Described((YamlMappingNode)items)) : own;
    }

    private static IEnumerable<string> Present(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field =>
            Present(field.Value).Select(inner => $"{field.Name}.{inner}").Prepend(field.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Present),
        _ => [],
    };

    private static IEnumerable<string> References(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair =>
            pair.Key.ToString() == "$ref" ? [pair.Value.ToString()] : References(pair.Value)),
        YamlSequenceNode list => list.Children.SelectMany(References),
        _ => [],
    };

    private static YamlMappingNode Follow(string reference) =>
        reference[2..].Split('/').Aggregate(Document, Map);

    private static YamlMappingNode Schema(string name) => Map(Map(Map(Document, "components"), "schemas"), name);

    private static YamlMappingNode Map(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out YamlNode? value)
        ? (YamlMappingNode)value
        : throw new FormatException($"asyncapi.yaml does not know {key}");

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;

    private static IEnumerable<string> Words(YamlMappingNode node, string key) =>
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
