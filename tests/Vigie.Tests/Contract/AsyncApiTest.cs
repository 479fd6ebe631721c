using System.Text.Json;
using CsCheck;
using Vigie.Contract;
using Vigie.Delivery.Projections.HomeAssistant;
using YamlDotNet.RepresentationModel;
using static Vigie.Tests.Contract.AsyncApiDocument;

namespace Vigie.Tests.Contract;

/// <summary><c>asyncapi.yaml</c> says what the code does: topics, content types, and every field of the JSON twins.</summary>
public sealed class AsyncApiTest
{
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
            [
                topics.Event(EventKind.Intrusion), topics.Context, topics.Status, topics.Count, topics.Shadow, topics.Gap, topics.Clock, topics.Receipt, topics.Command, topics.Revocation, topics.Result, topics.Journal,
                topics.Of("home/{camera}/intrusion/{place}"), topics.Of("onvif-ej/{topic}"), "homeassistant/device/{id}/config", HomeTopics.Birth,
            ],
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
            message.Key.ToString() is "journal" or "command" or "revocation" ? ContentTypes.Cose : message.Key.ToString() == "homeBirth" ? "text/plain" : ContentTypes.Json, Text((YamlMappingNode)message.Value, "contentType")));
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
    public void Every_clock_is_as_described() => ClockSamples.Clocks.Sample(record => Check("clock", record.Encode(WireEncoding.Json)));

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
    [InlineData("clock")]
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
            "clock" => ClockSamples.Clock.Encode(WireEncoding.Json),
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

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;
}
