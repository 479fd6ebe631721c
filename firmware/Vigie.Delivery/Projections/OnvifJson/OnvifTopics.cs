using Vigie.Contract;

namespace Vigie.Delivery.Projections.OnvifJson;

/// <summary>
/// ONVIF topics of MQTT (ONVIF Core Specification, "Event Broker", "Topic Structure"): prefix, <c>onvif-ej</c>, the topic without its namespace, and the values of its source.
/// Where ONVIF has a rule (Analytics Service Specification, annex "Specified Rules"; Imaging Service Specification, events) its topic stands; else one in a namespace of our own, <c>vigie</c>.
/// </summary>
/// <param name="topics">The box's topics: their root is the prefix.</param>
internal sealed class OnvifTopics(Topics topics)
{
    /// <summary>What an ONVIF event in JSON is announced by.</summary>
    public const string Payload = "onvif-ej";

    /// <summary>The whole topic of a rule. Camera and place are names of the configuration, which have none of the characters that a topic may not have.</summary>
    public string Of(WatchedRule rule)
    {
        string source = rule.Kind == EventKind.Tamper ? rule.Camera : $"{rule.Camera}/{NameOf(rule)}";
        return topics.Of($"{Payload}/{LocalOf(rule)}/&{source}");
    }

    /// <summary>The rule's name, as its source says it.</summary>
    public static string NameOf(WatchedRule rule) => $"{rule.KindName}-{rule.Place}";

    private static string LocalOf(WatchedRule rule) => rule switch
    {
        { Kind: EventKind.Line } => "RuleEngine/LineDetector/Crossed",
        { Kind: EventKind.Intrusion } => "RuleEngine/FieldDetector/ObjectsInside",
        { Kind: EventKind.Loitering } => "RuleEngine/LoiteringDetector/ObjectIsLoitering",
        { Kind: EventKind.Count, IsLine: true } => "RuleEngine/CountAggregation/Counter",
        { Kind: EventKind.Count } => "RuleEngine/CountAggregation/vigie:ZoneCounter",
        { Kind: EventKind.Tamper } when rule.Place == TamperFaults.Name(TamperFault.Moved) => "VideoSource/GlobalSceneChange/AnalyticsService",
        { Kind: EventKind.Tamper } when rule.Place == TamperFaults.Name(TamperFault.Defocused) => "VideoSource/ImageTooBlurry/AnalyticsService",
        { Kind: EventKind.Tamper } => $"VideoSource/vigie:{Joined(rule.Place)}/AnalyticsService",
        _ => $"RuleEngine/vigie:{Joined(rule.KindName)}",
    };

    // stopped_vehicle: StoppedVehicle.
    private static string Joined(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
