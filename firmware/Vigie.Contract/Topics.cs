using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Vigie.Contract;

/// <summary>
/// The MQTT topics of one device, <c>vigie/1/SITE/DEVICE/…</c>; the 1 is the version of the contract. Names beyond those here
/// (<c>health</c>, <c>answer</c>) are reserved; <c>home</c> and <c>onvif-ej</c> are of other formats.
/// </summary>
public sealed record Topics
{
    /// <summary>What every topic of this version begins with.</summary>
    public const string Root = "vigie/1";

    /// <summary>The longest name of a site or device, in characters.</summary>
    public const int LongestName = 64;

    /// <summary>Where context records go, below the device: <c>context</c>.</summary>
    public const string ContextName = "context";

    /// <summary>Where clock records go, below the device: <c>clock</c>.</summary>
    public const string ClockName = "clock";

    /// <summary>Where count records go, below the device: <c>count</c>.</summary>
    public const string CountName = "count";

    /// <summary>Where shadow records go, below the device: <c>shadow</c>.</summary>
    public const string ShadowName = "shadow";

    /// <summary>Where commands come from, below the device: <c>command</c>.</summary>
    public const string CommandName = "command";

    /// <summary>Where receipts come from, below the device: <c>receipt</c>.</summary>
    public const string ReceiptName = "receipt";

    /// <summary>Where revocations come from, below the device: <c>revocation</c>.</summary>
    public const string RevocationName = "revocation";

    /// <summary>Where results go, below the device: <c>result</c>.</summary>
    public const string ResultName = "result";

    private Topics(string site, string device)
    {
        Site = site;
        Device = device;
    }

    /// <summary>The site's name: one level of the topic.</summary>
    public string Site { get; }

    /// <summary>The device's name: one level of the topic, unique within the site.</summary>
    public string Device { get; }

    /// <summary>Where context records go, retained.</summary>
    public string Context => Of(ContextName);

    /// <summary>Where clock records go, retained.</summary>
    public string Clock => Of(ClockName);

    /// <summary>Where birth and last will go, retained.</summary>
    public string Status => Of("status");

    /// <summary>Where count records go.</summary>
    public string Count => Of(CountName);

    /// <summary>Where shadow records go.</summary>
    public string Shadow => Of(ShadowName);

    /// <summary>Where gap records go.</summary>
    public string Gap => Of("gap");

    /// <summary>Where the journal's signed heads go, retained.</summary>
    public string Journal => $"{Root}/{Site}/{Device}/journal";

    /// <summary>Where receipts come from a hub, retained.</summary>
    public string Receipt => Of(ReceiptName);

    /// <summary>Where signed commands come from an operator.</summary>
    public string Command => Of(CommandName);

    /// <summary>Where signed revocations come from, retained.</summary>
    public string Revocation => Of(RevocationName);

    /// <summary>Where the box says what became of a command or a revocation.</summary>
    public string Result => Of(ResultName);

    /// <summary>Where events of a kind go.</summary>
    public string Event(EventKind kind) => Of(EventName(kind));

    /// <summary>Where events of a kind go, below the device: <c>event/KIND</c>.</summary>
    public static string EventName(EventKind kind) => $"event/{EventKinds.Name(kind)}";

    /// <summary>The whole topic of what stands below the device.</summary>
    public string Of(string name) => $"{Root}/{Site}/{Device}/{name}";

    /// <summary>The topics of a device.</summary>
    /// <param name="site">The site's name.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="topics">Its topics.</param>
    /// <param name="problem">Which name cannot stand in a topic, and why; empty where both can.</param>
    public static bool TryCreate(string site, string device, [NotNullWhen(true)] out Topics? topics, out string problem)
    {
        problem = ProblemOf("site", site) ?? ProblemOf("device", device) ?? "";
        topics = problem.Length == 0 ? new Topics(site, device) : null;
        return topics is not null;
    }

    /// <summary>Takes a topic apart.</summary>
    /// <param name="topic">As it came from the broker.</param>
    /// <param name="topics">The device's topics.</param>
    /// <param name="rest">
    /// What follows the device: <c>event/intrusion</c>, <c>count</c>, <c>shadow</c>, <c>context</c>, <c>clock</c>, <c>status</c>, <c>gap</c>, <c>journal</c>, or what later comes.
    /// </param>
    public static bool TryParse(string topic, [NotNullWhen(true)] out Topics? topics, out string rest)
    {
        topics = null;
        rest = "";
        string[] levels = topic.Split('/', 5);
        if (levels.Length < 5 || $"{levels[0]}/{levels[1]}" != Root || !TryCreate(levels[2], levels[3], out topics, out _))
        {
            return false;
        }

        rest = levels[4];
        return true;
    }

    /// <summary>The subscription to all event kinds of a site and device, or of all.</summary>
    public static string EventFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/event/+";

    /// <summary>The subscription to the context records of a site and device, or of all.</summary>
    public static string ContextFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/context";

    /// <summary>The subscription to the clock records of a site and device, or of all.</summary>
    public static string ClockFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/clock";

    /// <summary>The subscription to the status of a site and device, or of all.</summary>
    public static string StatusFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/status";

    /// <summary>The subscription to the count records of a site and device, or of all.</summary>
    public static string CountFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/count";

    /// <summary>The subscription to the shadow records of a site and device, or of all.</summary>
    public static string ShadowFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/{ShadowName}";

    /// <summary>The subscription to the gap records of a site and device, or of all.</summary>
    public static string GapFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/gap";

    /// <summary>The subscription to the journal's heads of a site and device, or of all.</summary>
    public static string JournalFilter(string? site, string? device) => $"{Root}/{site ?? "+"}/{device ?? "+"}/journal";

    /// <summary>Why a name cannot stand in a topic: half a sentence; none where it can.</summary>
    /// <param name="what">What it names: <c>site</c> or <c>device</c>.</param>
    /// <param name="name">The name.</param>
    public static string? ProblemOf(string what, string name) => true switch
    {
        _ when !IsName(name) => $"name of the {what} is not 1 to {LongestName} characters without control characters",
        _ when name.AsSpan().ContainsAny("/+#") =>
            $"name of the {what} has one of the characters / + #, which mean something in topics",
        _ => null,
    };

    internal static bool IsName(string name) => IsText(name, LongestName);

    // Half a surrogate pair, which has no UTF-8, enumerates as U+FFFD; so does text that was broken before it came here.
    internal static bool IsText(string text, int longest) =>
        text.Length >= 1 && text.Length <= longest
        && text.EnumerateRunes().All(rune => !Rune.IsControl(rune) && rune != Rune.ReplacementChar);
}
