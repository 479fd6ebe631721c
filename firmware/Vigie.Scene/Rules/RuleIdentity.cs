using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigie.Core.Settings;

namespace Vigie.Scene.Rules;

/// <summary>
/// By what a rule is known again after a restart: what was asked of it, and the shape of the zones and lines that it names. What it is called,
/// how often it may speak and how long it stays in the shadow make no other rule.
/// </summary>
internal static class RuleIdentity
{
    private static readonly string[] Indifferent = ["name", "limit", "shadow", "unmeasured"];

    /// <summary>16 hexadecimal digits.</summary>
    /// <param name="rule">The rule, as it is written.</param>
    /// <param name="context">What it can name.</param>
    public static string Of(SettingsReader rule, RuleContext context)
    {
        using JsonDocument document = JsonDocument.Parse(rule.Text(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        StringBuilder asked = new();
        foreach (JsonProperty key in document.RootElement.EnumerateObject()
            .Where(key => !Indifferent.Contains(key.Name)).OrderBy(key => key.Name, StringComparer.Ordinal))
        {
            asked.Append(key.Name).Append('=');
            Append(asked, key.Value, context);
            asked.Append(';');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked.ToString()))[..8]);
    }

    /// <summary>The zone or line that it names; empty where it names none.</summary>
    public static string PlaceOf(SettingsReader rule)
    {
        using JsonDocument document = JsonDocument.Parse(rule.Text(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.EnumerateObject()
            .Where(key => key.Name is "zone" or "line" && key.Value.ValueKind == JsonValueKind.String)
            .Select(key => key.Value.GetString()!).FirstOrDefault("");
    }

    private static void Append(StringBuilder asked, JsonElement value, RuleContext context)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Append(asked, item, context);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty key in value.EnumerateObject().OrderBy(key => key.Name, StringComparer.Ordinal))
                {
                    asked.Append(key.Name).Append('=');
                    Append(asked, key.Value, context);
                }

                break;
            case JsonValueKind.String:
                AppendText(asked, value.GetString()!, context);
                break;
            default:
                asked.Append(value.GetRawText());
                break;
        }

        asked.Append(',');
    }

    private static void AppendText(StringBuilder asked, string text, RuleContext context)
    {
        asked.Append(text);
        foreach (Zone zone in context.Zones.Where(zone => zone.Name == text))
        {
            asked.AppendJoin(' ', zone.Shape.Corners.Select(corner => FormattableString.Invariant($"({corner.X},{corner.Y})")));
        }

        foreach (Line line in context.Lines.Where(line => line.Name == text))
        {
            asked.Append(FormattableString.Invariant($"({line.From.X},{line.From.Y})({line.To.X},{line.To.Y})"));
        }
    }
}
