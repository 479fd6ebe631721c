using System.Collections.Immutable;
using System.Text.Json;
using Vigie.Contract;

namespace Vigie.Delivery.Projections.OnvifJson;

/// <summary>
/// Events in the JSON format of ONVIF Profile M over MQTT (ONVIF Core Specification, "Event Broker", "JSON Event Payload" and "Property events"). What ONVIF calls a property is
/// retained, has no PropertyOperation, and is deleted by an empty payload; a crossing is said once. Object numbers are those of signals, which mean nothing beyond one run of the box.
/// </summary>
/// <param name="topics">The box's topics.</param>
public sealed class OnvifJsonProjection(Topics topics) : IProjection
{
    private readonly OnvifTopics _topics = new(topics);

    /// <inheritdoc/>
    public IEnumerable<ProjectedMessage> Standing(IReadOnlyCollection<RuleStanding> rules, IReadOnlyCollection<WatchedRule> gone) =>
        rules.Where(standing => standing.Rule.Kind != EventKind.Line).Select(Property);

    /// <inheritdoc/>
    public IEnumerable<ProjectedMessage> Of(RuleStanding standing, EventRecord happened, OpenSignal signal) =>
        standing.Rule.Kind != EventKind.Line ? [Property(standing)]
        : happened.Phase == EventPhase.End ? []
        : [new ProjectedMessage(_topics.Of(standing.Rule), Message(standing.Rule, happened.Time, writer => Crossing(writer, happened, signal)), Retain: false)];

    /// <inheritdoc/>
    public IEnumerable<ProjectedMessage> Of(RuleStanding standing, CountRecord count) => [Property(standing)];

    private ProjectedMessage Property(RuleStanding standing) =>
        new(_topics.Of(standing.Rule), IsDeleted(standing) ? default : Message(standing.Rule, TimeOf(standing), writer => Data(writer, standing)), Retain: true);

    // Nobody loiters: there is no such property. Nobody can tell how many: neither.
    private static bool IsDeleted(RuleStanding standing) => standing.Rule.Kind switch
    {
        EventKind.Loitering => standing.Open.IsEmpty,
        EventKind.Count => standing.Count is not { } count || (standing.Rule.IsLine && Crossings(count) is null),
        _ => false,
    };

    private static DateTimeOffset TimeOf(RuleStanding standing) => standing.Count is { } count ? count.Time.AddSeconds(count.Seconds) : standing.Time;

    private static byte[] Message(WatchedRule rule, DateTimeOffset time, Action<Utf8JsonWriter> data) => JsonLine.Write(writer =>
    {
        writer.WriteString("UtcTime", JsonLine.Time(time));
        writer.WriteStartObject("Source");
        writer.WriteString(rule.Kind == EventKind.Tamper ? "Source" : "VideoSource", rule.Camera);
        if (rule.Kind != EventKind.Tamper)
        {
            writer.WriteString("Rule", OnvifTopics.NameOf(rule));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("Data");
        data(writer);
        writer.WriteEndObject();
    });

    private static void Crossing(Utf8JsonWriter writer, EventRecord happened, OpenSignal signal)
    {
        Objects(writer, [signal]);
        writer.WriteString("vigie:Direction", happened.Flags.HasFlag(EventMarks.Outward) ? "out" : "in");
    }

    private static void Data(Utf8JsonWriter writer, RuleStanding standing)
    {
        if (standing.Count is { } count)
        {
            Counts(writer, count, standing.Rule.IsLine);
            return;
        }

        if (EventKinds.Counts(standing.Rule.Kind))
        {
            writer.WriteNumber("vigie:Count", standing.Open.Max(open => open.Count) ?? 0);
        }
        else if (standing.Rule.Kind != EventKind.Tamper)
        {
            Objects(writer, standing.Open);
        }

        if (standing.Rule.Kind == EventKind.Loitering)
        {
            writer.WriteString("Since", JsonLine.Time(standing.Open[0].Since));
        }
        else
        {
            writer.WriteBoolean(standing.Rule.Kind == EventKind.Intrusion ? "IsInside" : "State", !standing.Open.IsEmpty);
        }
    }

    // Lists are words parted by blanks (tt:StringList); classes stand in the order of the objects, or not at all.
    private static void Objects(Utf8JsonWriter writer, ImmutableArray<OpenSignal> open)
    {
        writer.WriteString("ObjectId", string.Join(' ', open.Select(signal => signal.Number)));
        string?[] types = [.. open.Select(signal => TypeOf(signal.Class))];
        if (types.Length > 0 && types.All(type => type is not null))
        {
            writer.WriteString("ClassTypes", string.Join(' ', types));
        }
    }

    private static void Counts(Utf8JsonWriter writer, CountRecord count, bool isLine)
    {
        if (isLine)
        {
            writer.WriteNumber("Count", Crossings(count) ?? 0);
        }
        else
        {
            Sum(writer, "vigie:In", count, told => told.In);
            Sum(writer, "vigie:Out", count, told => told.Out);
            Sum(writer, "vigie:Most", count, told => told.Most);
        }

        writer.WriteNumber("vigie:Seconds", count.Seconds);
    }

    // What is of too few is not told: it is not 0.
    private static void Sum(Utf8JsonWriter writer, string name, CountRecord count, Func<ClassCounts, int?> what)
    {
        if (count.Classes.Values.Any(told => what(told) is not null))
        {
            writer.WriteNumber(name, count.Classes.Values.Sum(told => what(told) ?? 0));
        }
    }

    private static int? Crossings(CountRecord count) =>
        count.Classes.Values.Any(told => told.In is not null) ? count.Classes.Values.Sum(told => (told.In ?? 0) + (told.Out ?? 0)) : null;

    // ObjectType of the Analytics Service Specification, from COCO's category numbers.
    private static string? TypeOf(int? number) => number switch
    {
        1 => "Human",
        2 => "Bicycle",
        3 or 4 or 6 or 7 or 8 => "Vehicle",
        >= 16 and <= 25 => "Animal",
        _ => null,
    };
}
