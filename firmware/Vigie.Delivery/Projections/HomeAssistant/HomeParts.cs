using System.Text.Json;
using Vigie.Contract;

namespace Vigie.Delivery.Projections.HomeAssistant;

/// <summary>
/// Which entities a rule has. What lasts is a binary sensor, on while a signal is open, of states that are said for it; each event of a rule is an event entity that reads the
/// contract's own JSON; how many there are is a sensor. Field names and their abbreviations are those of home-assistant/core, components/mqtt.
/// </summary>
/// <param name="topics">The box's topics.</param>
internal sealed class HomeParts(Topics topics)
{
    private static readonly string[] Ways = ["in", "out"];
    private static readonly string[] Phases = ["start", "update", "end"];
    private static readonly string[] Occupancy = ["in", "out", "most"];

    /// <summary>Whether signals of a kind last: a crossing is over as soon as it is said.</summary>
    public static bool Lasts(EventKind kind) => kind is not (EventKind.Line or EventKind.Count);

    /// <summary>Where a rule's state is said.</summary>
    public string StateOf(WatchedRule rule) =>
        topics.Of($"{HomeTopics.StatesName}/{rule.Camera}/{rule.KindName}/{rule.Place}");

    /// <summary>The entities of a rule.</summary>
    public IEnumerable<HomePart> Of(WatchedRule rule)
    {
        string id = $"{HomeTopics.Escaped(rule.Camera)}__{rule.KindName}__{HomeTopics.Escaped(rule.Place)}";
        string name = $"{rule.Camera} {rule.Label}";
        if (rule.Kind == EventKind.Count)
        {
            return CountsOf(rule, id, name);
        }

        List<HomePart> parts = [EventOf(rule, id, name)];
        if (Lasts(rule.Kind))
        {
            parts.Add(BinaryOf(rule, id, name));
        }

        if (EventKinds.Counts(rule.Kind))
        {
            parts.Add(SensorOf($"{id}__persons", $"{name} persons", StateOf(rule), "{{ value_json.count }}"));
        }

        return parts;
    }

    private HomePart BinaryOf(WatchedRule rule, string id, string name) => new(id, "binary_sensor", writer =>
    {
        Common(writer, id, name, StateOf(rule));
        writer.WriteString("val_tpl", "{{ value_json.state }}");
        writer.WriteString("json_attr_t", StateOf(rule));
        if (DeviceClass(rule.Kind) is { } device)
        {
            writer.WriteString("dev_cla", device);
        }
    });

    // One that reads the contract's own records: what a subscriber hears is acknowledged, so events do not pile up in the box.
    private HomePart EventOf(WatchedRule rule, string id, string name) => new($"{id}__event", "event", writer =>
    {
        Common(writer, $"{id}__event", name + " event", topics.Event(rule.Kind));
        writer.WriteStartArray("evt_typ");
        foreach (string type in rule.IsLine ? Ways : Phases)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
        string unless = rule.IsLine ? " and value_json.phase != 'end'" : "";
        string type_ = rule.IsLine ? "'out' if value_json.outward is defined else 'in'" : "value_json.phase";
        writer.WriteString("val_tpl", $"{{% if {IsOf(rule)}{unless} %}}{{{{ dict(value_json, event_type={type_}) | to_json }}}}{{% endif %}}");
    });

    private IEnumerable<HomePart> CountsOf(WatchedRule rule, string id, string name)
    {
        foreach (string what in rule.IsLine ? Ways : Occupancy)
        {
            // What is of too few is not told: then nobody knows, and it is not 0.
            string sum = $"{{% set told = value_json.classes | selectattr('{what}', 'defined') | list %}}{{{{ told | sum(attribute='{what}') if told else 'None' }}}}";
            yield return SensorOf($"{id}__{what}", $"{name} {what}", topics.Count, $"{{% if {IsOf(rule)} %}}{sum}{{% endif %}}");
        }
    }

    private HomePart SensorOf(string id, string name, string topic, string template) => new(id, "sensor", writer =>
    {
        Common(writer, id, name, topic);
        writer.WriteString("val_tpl", template);
        writer.WriteString("stat_cla", "measurement");
    });

    private void Common(Utf8JsonWriter writer, string id, string name, string topic)
    {
        writer.WriteString("name", name);
        writer.WriteString("uniq_id", $"{HomeTopics.IdOf(topics)}__{id}");
        writer.WriteString("stat_t", topic);
    }

    // Nobody may act on laboratory work, or on what is long over. Names of the configuration have neither quotation marks nor backslashes. What is not there is asked for by "is defined": anything else is logged at each message.
    private static string IsOf(WatchedRule rule) =>
        $"value_json.camera == '{rule.Camera}' and value_json.{(rule.Kind == EventKind.Tamper ? "fault" : "zone")} == '{rule.Place}' and value_json.laboratory is not defined and value_json.historical is not defined";

    private static string? DeviceClass(EventKind kind) => kind switch
    {
        EventKind.Tamper => "tamper",
        EventKind.Intrusion or EventKind.Loitering or EventKind.Gathering or EventKind.Density => "occupancy",
        EventKind.Fall or EventKind.Weapon => "safety",
        _ => null,
    };
}
