using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Contract;
using Vigie.Delivery.Projections;
using Vigie.Delivery.Projections.HomeAssistant;
using Vigie.Delivery.Projections.OnvifJson;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Count;
using Vigie.Scene.Rules.Crossing;
using Vigie.Scene.Rules.Tamper;

namespace Vigie.Appliance.Sending;

/// <summary>Which projections a box has, and what they are told of its rules.</summary>
internal static class BoxProjections
{
    /// <summary>Opens those that are switched on, or what takes away what an earlier run left at the broker; null where there is neither.</summary>
    /// <param name="configuration">What is asked.</param>
    /// <param name="logger">Where they speak.</param>
    public static ProjectionDesk? OpenIfAsked(ApplianceConfiguration configuration, ILogger logger)
    {
        Topics topics = configuration.Topics;
        bool home = configuration.Delivery is { HomeAssistant: true }, onvif = configuration.Delivery is { Onvif: true };
        string file = Path.Combine(configuration.StateDirectory, "projections");
        if (!home && !onvif && !File.Exists(file))
        {
            return null;
        }

        ImmutableArray<IProjection> asked =
        [
            .. home ? new IProjection[] { new HomeAssistantProjection(topics, Software.Version, logger) } : [],
            .. onvif ? new IProjection[] { new OnvifJsonProjection(topics) } : [],
        ];
        return new ProjectionDesk(asked, new Mirror(file, home ? topics.Of(HomeTopics.StatesName) + "/" : null, logger, TimeProvider.System));
    }

    /// <summary>What rules watch, as projections name it.</summary>
    public static IEnumerable<WatchedRule> RulesOf(IEnumerable<CameraPlan> plans) =>
        plans.SelectMany(plan => plan.Rules.SelectMany(rule => PlacesOf(rule).Select(place => new WatchedRule(plan.Camera.Name, rule.Kind, place.Name, place.IsLine))));

    private static IEnumerable<(string Name, bool IsLine)> PlacesOf(RuleSettings rule) => rule switch
    {
        CrossingSettings crossing => [(crossing.Line.Name, true)],
        CountSettings count => [(count.Line?.Name ?? count.Zone!.Name, count.Line is not null)],
        TamperSettings tamper => tamper.Faults.Select(fault => (TamperFaults.Name(fault), false)),
        TrackRuleSettings track => [(track.Zone.Name, false)],
        _ => throw new ArgumentException($"a rule of kind {rule.Kind} that nobody has given a place", nameof(rule)),
    };
}
