using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vigie.Contract;

namespace Vigie.Delivery.Projections.HomeAssistant;

/// <summary>
/// Home Assistant's MQTT discovery: one retained message that describes the box as a device with an entity or more for each rule (home-assistant/core,
/// components/mqtt: discovery.py, schemas.py), and a retained state for each rule that lasts. Whether the box is there it reads from the contract's own status, so records must be JSON.
/// </summary>
/// <param name="topics">The box's topics.</param>
/// <param name="software">Version of the software.</param>
/// <param name="logger">Where it is said that there are too many rules.</param>
public sealed class HomeAssistantProjection(Topics topics, string software, ILogger logger) : IProjection
{
    /// <summary>The longest discovery message in bytes: what the kits in tools/brokers take, less its head. Rules that find no room in it are left out.</summary>
    public const int LongestDiscovery = 65_000;

    private const int Envelope = 2000;

    private readonly HomeParts _parts = new(topics);

    /// <inheritdoc/>
    public IEnumerable<ProjectedMessage> Standing(IReadOnlyCollection<RuleStanding> rules, IReadOnlyCollection<WatchedRule> gone)
    {
        yield return new ProjectedMessage(HomeTopics.Discovery(topics), Discovery([.. rules.Select(standing => standing.Rule)], gone), Retain: true);
        foreach (RuleStanding standing in rules.Where(standing => HomeParts.Lasts(standing.Rule.Kind)))
        {
            yield return StateOf(standing);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ProjectedMessage> Of(RuleStanding standing, EventRecord happened, OpenSignal signal) =>
        HomeParts.Lasts(standing.Rule.Kind) ? [StateOf(standing)] : [];

    /// <inheritdoc/>
    public IEnumerable<ProjectedMessage> Of(RuleStanding standing, CountRecord count) => [];

    private ProjectedMessage StateOf(RuleStanding standing) => new(_parts.StateOf(standing.Rule), JsonLine.Write(writer =>
    {
        writer.WriteString("state", standing.Open.IsEmpty ? "OFF" : "ON");
        writer.WriteNumber("open", standing.Open.Length);
        if (EventKinds.Counts(standing.Rule.Kind))
        {
            writer.WriteNumber("count", standing.Open.Max(open => open.Count) ?? 0);
        }

        if (!standing.Open.IsEmpty)
        {
            writer.WriteString("since", JsonLine.Time(standing.Open[0].Since));
        }
    }), Retain: true);

    private byte[] Discovery(IReadOnlyCollection<WatchedRule> rules, IReadOnlyCollection<WatchedRule> gone) => JsonLine.Write(writer =>
    {
        writer.WriteStartObject("dev");
        writer.WriteString("ids", HomeTopics.IdOf(topics));
        writer.WriteString("name", topics.Device);
        writer.WriteString("mf", "Vigie");
        writer.WriteString("mdl", "Street camera box");
        writer.WriteString("sw", software);
        writer.WriteString("sa", topics.Site);
        writer.WriteEndObject();
        writer.WriteStartObject("o");
        writer.WriteString("name", "vigie");
        writer.WriteString("sw", software);
        writer.WriteEndObject();
        writer.WriteString("avty_t", topics.Status);
        writer.WriteString("avty_tpl", "{{ 'online' if value_json.online else 'offline' }}");
        writer.WriteNumber("qos", 1);
        writer.WriteStartObject("cmps");
        WriteParts(writer, rules, gone);
        writer.WriteEndObject();
    });

    private void WriteParts(Utf8JsonWriter writer, IReadOnlyCollection<WatchedRule> rules, IReadOnlyCollection<WatchedRule> gone)
    {
        int room = LongestDiscovery - Envelope, left = 0;
        IEnumerable<(HomePart Part, bool IsThere)> parts = rules.SelectMany(_parts.Of).Select(part => (part, true)).Concat(gone.SelectMany(_parts.Of).Select(part => (part, false)));
        foreach ((HomePart part, bool isThere) in parts)
        {
            byte[] description = JsonLine.Write(one =>
            {
                one.WriteString("p", part.Platform);
                // A platform alone takes an entity away that was there before.
                if (isThere)
                {
                    part.Describe(one);
                }
            });
            room -= description.Length + Encoding.UTF8.GetByteCount(part.Id) + 4;
            if (room < 0)
            {
                left++;
                continue;
            }

            writer.WritePropertyName(part.Id);
            writer.WriteRawValue(description);
        }

        if (left > 0)
        {
            ProjectionLog.TooMany(logger, left, LongestDiscovery);
        }
    }
}
