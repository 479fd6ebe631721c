using System.Globalization;
using System.Text;
using Vigie.Contract;

namespace Vigie.Delivery.Projections.HomeAssistant;

/// <summary>Topics of Home Assistant's MQTT discovery (its documentation, "MQTT", "Discovery topic"), with the prefix that it has by default.</summary>
public static class HomeTopics
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "homeassistant/";

    /// <summary>Where Home Assistant says that it is there.</summary>
    public const string Birth = Prefix + "status";

    /// <summary>Where states are said for it, below a device's own root.</summary>
    public const string StatesName = "home";

    /// <summary>The one discovery topic of a box.</summary>
    public static string Discovery(Topics topics) => $"{Prefix}device/{IdOf(topics)}/config";

    /// <summary>A box's identifier there: letters, digits, '-' and '_' are all that is allowed, and no two boxes have the same. tools/brokers/authority makes the same.</summary>
    public static string IdOf(Topics topics) => $"vigie__{Escaped(topics.Site)}__{Escaped(topics.Device)}";

    /// <summary>A name in letters, digits, '-' and '_' only, no two names alike: '_' becomes <c>_u</c>, '.' <c>_d</c>, what else there is <c>_x</c> and four digits.</summary>
    public static string Escaped(string name)
    {
        StringBuilder escaped = new();
        foreach (char letter in name)
        {
            _ = letter switch
            {
                '_' => escaped.Append("_u"),
                '.' => escaped.Append("_d"),
                _ when char.IsAsciiLetterOrDigit(letter) || letter == '-' => escaped.Append(letter),
                _ => escaped.Append("_x").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        return escaped.ToString();
    }
}
