using Vigie.Contract;
using Vigie.Delivery.Projections;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>Events in ONVIF's JSON format: topics and payloads as the specification's own examples have them, each held against the schema in asyncapi.yaml.</summary>
public sealed class OnvifJsonProjectionTest : IDisposable
{
    private const string Root = "vigie/1/town/box-1/onvif-ej/";
    private readonly ProjectionBench _bench = new();

    public void Dispose() => _bench.Dispose();

    // ONVIF Core Specification, Event Broker, Example: MyDevice/onvif-ej/RuleEngine/LineDetector/Crossed/&1/2/MyImportantFence1.
    [Fact]
    public void A_crossing_is_said_once_and_not_kept()
    {
        EventRecord start = _bench.Event(EventKind.Line, EventPhase.Start, zone: 2), back = _bench.Event(EventKind.Line, EventPhase.Update, start.Signal, zone: 2) with { Flags = EventMarks.Outward };
        OpenSignal signal = new(start.Signal, start.Time, 1, null);

        ProjectedMessage message = Assert.Single(ProjectionBench.Onvif.Of(Standing(1, signal), start, signal));
        Assert.Equal((Root + "RuleEngine/LineDetector/Crossed/&north/line-gate", false), (message.Topic, message.Retain));
        Assert.Equal(
            """{"UtcTime":"2026-03-04T05:06:09.890Z","Source":{"VideoSource":"north","Rule":"line-gate"},"Data":{"ObjectId":"2","ClassTypes":"Human","vigie:Direction":"in"}}""", Said(message));
        Assert.Contains("\"vigie:Direction\":\"out\"", Said(ProjectionBench.Onvif.Of(Standing(1, signal), back, signal).Single()), StringComparison.Ordinal);
        Assert.Empty(ProjectionBench.Onvif.Of(Standing(1), back with { Phase = EventPhase.End }, signal));
        Assert.Empty(ProjectionBench.Onvif.Standing([Standing(1)], []));
    }

    [Fact]
    public void A_field_says_who_is_inside_and_when_nobody_is()
    {
        OpenSignal one = new(4, ProjectionBench.Time, 1, null), other = new(9, ProjectionBench.Time, 3, null);

        ProjectedMessage inside = Property(Standing(0, one, other));
        Assert.Equal((Root + "RuleEngine/FieldDetector/ObjectsInside/&north/intrusion-yard", true), (inside.Topic, inside.Retain));
        Assert.Equal(
            """{"UtcTime":"2026-03-04T05:06:07.890Z","Source":{"VideoSource":"north","Rule":"intrusion-yard"},"Data":{"ObjectId":"4 9","ClassTypes":"Human Vehicle","IsInside":true}}""", Said(inside));
        Assert.EndsWith("""{"ObjectId":"","IsInside":false}}""", Said(Property(Standing(0))), StringComparison.Ordinal);
        Assert.DoesNotContain("ClassTypes", Said(Property(Standing(0, one, other with { Class = 1000 }))), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_loiters_is_a_property_that_an_empty_payload_deletes()
    {
        ProjectedMessage loiters = Property(Standing(2, new OpenSignal(4, ProjectionBench.Time, 1, null)));
        ProjectedMessage gone = Property(Standing(2));

        Assert.EndsWith("""{"ObjectId":"4","ClassTypes":"Human","Since":"2026-03-04T05:06:07.890Z"}}""", Said(loiters), StringComparison.Ordinal);
        Assert.Equal((loiters.Topic, true, 0), (gone.Topic, gone.Retain, gone.Payload.Length));
    }

    [Theory]
    [InlineData(3, "RuleEngine/vigie:Gathering/&north/gathering-yard", """{"vigie:Count":6,"State":true}""")]
    [InlineData(4, "RuleEngine/vigie:StoppedVehicle/&north/stopped_vehicle-yard", """{"ObjectId":"4","State":true}""")]
    [InlineData(7, "VideoSource/GlobalSceneChange/AnalyticsService/&north", """{"State":true}""")]
    [InlineData(8, "VideoSource/ImageTooBlurry/AnalyticsService/&north", """{"State":true}""")]
    [InlineData(9, "VideoSource/vigie:Covered/AnalyticsService/&north", """{"State":true}""")]
    [InlineData(10, "RuleEngine/FieldDetector/ObjectsInside/&south_2.1/intrusion-quay.1", """{"ObjectId":"4","IsInside":true}""")]
    public void Where_ONVIF_has_no_rule_the_topic_is_in_our_namespace(int rule, string topic, string data)
    {
        ProjectedMessage message = Property(Standing(rule, new OpenSignal(4, ProjectionBench.Time, null, 6)));

        Assert.Equal(Root + topic, message.Topic);
        Assert.EndsWith($"\"Data\":{data}}}", Said(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_say_no_number_that_the_record_does_not()
    {
        CountRecord line = ProjectionBench.Count(2, new Dictionary<int, ClassCounts> { [1] = new() { In = 31, Out = 28 }, [3] = new() { In = 5, Out = 6 } });
        CountRecord zone = ProjectionBench.Count(1, new Dictionary<int, ClassCounts> { [1] = new() { Most = 9 } }), few = line with { Classes = new Dictionary<int, ClassCounts>() };

        ProjectedMessage counter = Counted(5, line);
        Assert.Equal((Root + "RuleEngine/CountAggregation/Counter/&north/count-gate", true), (counter.Topic, counter.Retain));
        Assert.Equal("""{"UtcTime":"2026-03-04T05:21:07.890Z","Source":{"VideoSource":"north","Rule":"count-gate"},"Data":{"Count":70,"vigie:Seconds":900}}""", Said(counter));
        Assert.EndsWith("""{"vigie:Most":9,"vigie:Seconds":900}}""", Said(Counted(6, zone)), StringComparison.Ordinal);
        Assert.True(Counted(5, few).Payload.IsEmpty);
        Assert.True(Property(Standing(5)).Payload.IsEmpty);
    }

    [Fact]
    public void Every_rule_has_a_topic_of_its_own() =>
        Assert.Equal(ProjectionBench.Rules.Count - 1, ProjectionBench.Onvif.Standing([.. ProjectionBench.Rules.Select(ProjectionBench.Nothing)], []).Select(message => message.Topic).Distinct().Count());

    private static RuleStanding Standing(int rule, params OpenSignal[] open) => ProjectionBench.Nothing(ProjectionBench.Rules[rule]) with { Open = [.. open] };

    private static ProjectedMessage Property(RuleStanding standing) => ProjectionBench.Onvif.Standing([standing], []).Single();

    private static ProjectedMessage Counted(int rule, CountRecord count) => ProjectionBench.Onvif.Of(Standing(rule) with { Count = count }, count).Single();

    private static string Said(ProjectedMessage message)
    {
        AsyncApiDocument.Check("onvifEvent", message.Payload.ToArray());
        return ProjectionBench.Text(message);
    }
}
