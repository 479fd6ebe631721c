using System.Text.RegularExpressions;
using Vigie.Tests.House;

namespace Vigie.Tests.Appliance;

/// <summary>A key costs an installer time: the number of keys is a decision, not an accident.</summary>
public sealed partial class ConfigurationKeyBudgetTests
{
    // 40, the four that say whom the box obeys, the three that put a board's own build of ONNX Runtime to work; and what all rules have in
    // common: five of the place's calendar, days and dates of a schedule's spans, a count's two, and schedule, shadow and unmeasured themselves;
    // and the ground's eleven, of which a camera needs none, or three; density and learn of rules;
    // and the nine that let a box reach a town's broker and no other; and within, of the rule fall; and
    // faults, of the rule tamper; and the two that switch other formats on; and pose, of the rule fall.
    private const int Budget = 84;

    [Fact]
    public void The_configuration_keeps_its_budget_of_keys()
    {
        string[] keys = [.. Sources().SelectMany(KeysOf).Distinct().Order(StringComparer.Ordinal)];

        Assert.True(keys.Length <= Budget, $"{keys.Length} keys, {Budget} at most: {string.Join(", ", keys)}");
    }

    [Fact]
    public void Every_key_is_described_in_the_guide()
    {
        string guide = File.ReadAllText(Path.Combine(SourceTree.Root, "firmware/guides/configuration.md"));

        Assert.All(
            Sources().SelectMany(KeysOf).Distinct(),
            key => Assert.True(guide.Contains($"`{key}`", StringComparison.Ordinal), $"firmware/guides/configuration.md says nothing of `{key}`."));
    }

    [Fact]
    public void Keys_are_found_in_source()
    {
        Assert.Equal(
            ["site", "polygon", "dwell"],
            KeysOf("Name(root, \"site\"); PolygonReader.Read(reader, \"polygon\"); reader.Duration(\"dwell\", a, b, c); Say(\"no key\");"));
    }

    private static IEnumerable<string> Sources() =>
        new[] { "firmware/Vigie.Appliance/Configuration", "firmware/Vigie.Appliance/Orders", "firmware/Vigie.Scene/Rules", "firmware/Vigie.Scene/Ground", "firmware/Vigie.Vision/Motion", "firmware/Vigie.Capture" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText);

    private static IEnumerable<string> KeysOf(string source) => KeyUse().Matches(source).Select(match => match.Groups[1].Value);

    [GeneratedRegex("(?:RequiredText|Text|Choice|Number|WholeNumber|Duration|Size|Flag|Texts|Children|Child|Name|Read|ReadPair|TryRead|ReadPath|ReadPoint|ReadZone|ReadLine|ReadClasses|ReadHeights|ReadDates|ReadTime)\\((?:\\w+, )?\"([a-zA-Z]+)\"")]
    private static partial Regex KeyUse();
}
