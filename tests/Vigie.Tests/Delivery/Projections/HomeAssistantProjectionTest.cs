using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vigie.Contract;
using Vigie.Delivery.Projections;
using Vigie.Delivery.Projections.HomeAssistant;
using Vigie.Tests.Contract;
using Vigie.Tests.House;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>
/// The box describes itself in the words that Home Assistant knows: home-assistant.json has the names of its schemas. Home Assistant itself is not run here.
/// </summary>
public sealed class HomeAssistantProjectionTest
{
    private const string Template = """
        import json, sys, jinja2
        asked = json.load(sys.stdin)
        environment = jinja2.Environment()
        environment.filters["to_json"] = json.dumps
        print(json.dumps([environment.from_string(one["template"]).render(value_json=one["value"]) for one in asked]))
        """;

    private static readonly JsonNode Known = JsonNode.Parse(SourceTree.Text("tests/Vigie.Tests/Delivery/Projections/home-assistant.json"))!;

    [Fact]
    public void Every_field_is_one_that_Home_Assistant_knows_and_none_that_it_wants_is_missing()
    {
        JsonObject message = Discovery(ProjectionBench.Rules);

        Hold(message, "abbreviations", "root");
        Hold(message["dev"]!.AsObject(), "deviceAbbreviations", "device");
        Hold(message["o"]!.AsObject(), "originAbbreviations", "origin");
        Assert.All(message["cmps"]!.AsObject(), part =>
        {
            string platform = part.Value!["p"]!.GetValue<string>();
            string[] fields = [.. Long(part.Value!.AsObject(), "abbreviations")];
            JsonNode schema = Known["platforms"]![platform]!;
            Assert.Empty(fields.Except(Names(Known["entity"]!)).Except(Names(schema["allowed"]!)));
            Assert.Empty(Names(schema["required"]!).Except(fields));
        });
        Assert.All(message["cmps"]!.AsObject().Select(part => part.Value!["dev_cla"]).OfType<JsonNode>(), type => Assert.Contains(type.GetValue<string>(), Names(Known["binarySensorClasses"]!)));
        AsyncApiDocument.Check("homeDiscovery", Encoding.UTF8.GetBytes(message.ToJsonString()));
    }

    [Fact]
    public void Each_rule_has_its_entities_and_no_two_have_one_name()
    {
        JsonObject parts = Discovery(ProjectionBench.Rules)["cmps"]!.AsObject();

        Assert.Equal(
            ["event", "binary_sensor"],
            parts.Where(part => part.Key.StartsWith("north__intrusion__yard", StringComparison.Ordinal)).Select(part => part.Value!["p"]!.GetValue<string>()));
        Assert.Equal(["in", "out"], Names(parts["north__line__gate__event"]!["evt_typ"]!));
        Assert.Equal("sensor", parts["north__gathering__yard__persons"]!["p"]!.GetValue<string>());
        Assert.Equal(5, parts.Count(part => part.Key.StartsWith("north__count__", StringComparison.Ordinal)));
        string[] ids = [.. parts.Select(part => part.Value!["uniq_id"]!.GetValue<string>())];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void A_state_is_on_while_any_signal_is_open()
    {
        RuleStanding standing = ProjectionBench.Nothing(ProjectionBench.Rules[3]) with { Open = [new OpenSignal(4, ProjectionBench.Time, null, 6), new OpenSignal(9, ProjectionBench.Time, null, 4)] };
        ProjectedMessage on = ProjectionBench.Home.Of(standing, default, standing.Open[0]).Single(), off = ProjectionBench.Home.Of(standing with { Open = [] }, default, standing.Open[0]).Single();

        Assert.Equal(("vigie/1/town/box-1/home/north/gathering/yard", true), (on.Topic, on.Retain));
        Assert.Equal("""{"state":"ON","open":2,"count":6,"since":"2026-03-04T05:06:07.890Z"}""", ProjectionBench.Text(on));
        Assert.Equal("""{"state":"OFF","open":0,"count":0}""", ProjectionBench.Text(off));
        Assert.All([on, off], message => AsyncApiDocument.Check("homeState", message.Payload.ToArray()));
    }

    [Fact]
    public void A_rule_that_went_is_taken_away_by_its_platform_alone()
    {
        ProjectedMessage message = ProjectionBench.Home.Standing([ProjectionBench.Nothing(ProjectionBench.Rules[0])], [ProjectionBench.Rules[1]]).First();

        JsonNode parts = JsonNode.Parse(message.Payload.Span)!["cmps"]!;
        Assert.Equal("""{"p":"event"}""", parts["north__line__gate__event"]!.ToJsonString());
        Assert.NotNull(parts["north__intrusion__yard"]!["stat_t"]);
    }

    [Fact]
    public void What_is_too_much_for_one_message_is_left_out()
    {
        WatchedRule[] many = [.. Enumerable.Range(0, 300).Select(number => new WatchedRule("camera", EventKind.Intrusion, $"zone-{number}", false))];

        Assert.InRange(ProjectionBench.Home.Standing([.. many.Select(ProjectionBench.Nothing)], []).First().Payload.Length, 50_000, HomeAssistantProjection.LongestDiscovery);
    }

    [Theory]
    [InlineData("reims", "box-17", "vigie__reims__box-17")]
    [InlineData("a_b", "c.d", "vigie__a_ub__c_dd")]
    [InlineData("a", "_b", "vigie__a___ub")]
    [InlineData("a_", "b", "vigie__a_u__b")]
    [InlineData("saint denis", "é", "vigie__saint_x0020denis___x00e9")]
    public void A_box_has_an_identifier_of_its_own(string site, string device, string id)
    {
        Assert.True(Topics.TryCreate(site, device, out Topics? topics, out _));

        Assert.Equal(id, HomeTopics.IdOf(topics));
        Assert.Matches(new Regex(Known["discoveryTopic"]!.GetValue<string>()), HomeTopics.Discovery(topics));
    }

    /// <summary>Home Assistant's templates are Jinja's: here with Jinja itself, on records of the contract.</summary>
    [Fact]
    public async Task Templates_find_what_is_theirs_in_the_contracts_own_JSON()
    {
        Assert.SkipUnless(await RunAsync("import jinja2", "") is not null, "skipped: no Jinja; apt-get install python3-jinja2");
        using ProjectionBench bench = new();
        JsonObject message = Discovery(ProjectionBench.Rules), parts = message["cmps"]!.AsObject();
        EventRecord start = bench.Event(EventKind.Intrusion, EventPhase.Start), line = bench.Event(EventKind.Line, EventPhase.Start, zone: 2) with { Flags = EventMarks.Outward };
        CountRecord count = ProjectionBench.Count(2, new Dictionary<int, ClassCounts> { [1] = new() { In = 31, Out = 28 }, [3] = new() { In = 5, Out = 6 } });
        CountRecord few = count with { Classes = new Dictionary<int, ClassCounts>() };
        (string Template, byte[] Value)[] asked =
        [
            (Of("north__intrusion__yard__event"), Json(start)),
            (Of("north__intrusion__yard__event"), Json(start with { Flags = EventMarks.Laboratory })),
            (Of("north__intrusion__yard__event"), Json(start with { Flags = EventMarks.Historical })),
            (Of("north__intrusion__yard__event"), Json(start with { Zone = 2 })),
            (Of("north__line__gate__event"), Json(line)),
            (Of("north__line__gate__event"), Json(line with { Phase = EventPhase.End, Class = null, Signal = 1 })),
            (Of("north__tamper__moved__event"), Json(bench.Event(EventKind.Tamper, EventPhase.Start))),
            (Of("north__count__gate__in"), count.Encode(WireEncoding.Json, ProjectionBench.Names)),
            (Of("north__count__gate__in"), few.Encode(WireEncoding.Json, ProjectionBench.Names)),
            (Of("north__count__yard__in"), count.Encode(WireEncoding.Json, ProjectionBench.Names)),
            (message["avty_tpl"]!.GetValue<string>(), (Samples.LastWill with { Encoding = WireEncoding.Json }).Encode()),
        ];

        string input = new JsonArray([.. asked.Select(one => new JsonObject { ["template"] = one.Template, ["value"] = JsonNode.Parse(one.Value) })]).ToJsonString();
        string[] said = JsonSerializer.Deserialize<string[]>((await RunAsync(Template, input))!)!;

        Assert.Equal(("start", "person"), (Field(said[0], "event_type"), Field(said[0], "class")));
        Assert.Equal(("out", "start"), (Field(said[4], "event_type"), Field(said[6], "event_type")));
        Assert.Equal(["", "", "", "", "36", "None", "", "offline"], [.. said[1..4], said[5], .. said[7..]]);

        string Of(string part) => parts[part]!["val_tpl"]!.GetValue<string>();
        static byte[] Json(EventRecord record) => record.Encode(WireEncoding.Json, ProjectionBench.Names);
        static string Field(string json, string name) => JsonNode.Parse(json)![name]!.GetValue<string>();
    }

    private static async Task<string?> RunAsync(string program, string input)
    {
        if (!File.Exists("/usr/bin/python3") && !File.Exists("/usr/local/bin/python3"))
        {
            return null;
        }

        using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        string said = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return python.ExitCode == 0 ? said : null;
    }

    private static JsonObject Discovery(IEnumerable<WatchedRule> rules)
    {
        ProjectedMessage message = ProjectionBench.Home.Standing([.. rules.Select(ProjectionBench.Nothing)], []).First();
        Assert.Equal(("homeassistant/device/vigie__town__box-1/config", true), (message.Topic, message.Retain));
        return JsonNode.Parse(message.Payload.Span)!.AsObject();
    }

    private static void Hold(JsonObject value, string abbreviations, string schema)
    {
        string[] fields = [.. Long(value, abbreviations)];
        Assert.Empty(fields.Except(Names(Known[schema]!["allowed"]!)));
        Assert.Empty(Names(Known[schema]!["required"]!).Except(fields));
    }

    private static IEnumerable<string> Long(JsonObject value, string abbreviations) =>
        value.Select(field => Known[abbreviations]![field.Key]?.GetValue<string>() ?? field.Key);

    private static IEnumerable<string> Names(JsonNode list) => list.AsArray().Select(name => name!.GetValue<string>());
}
