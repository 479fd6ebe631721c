using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>Nothing is left for later, no test is switched off, and no registry's host is written down.</summary>
public sealed class LeftoversTest
{
    // In pieces, so that this file obeys its own law.
    private static readonly Regex Later = new(@"\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|NotImplemented" + "Exception");

    private static readonly Regex RegistryHost = new(
        @"\b(npm" + @"js\.(org|com)|nuget" + @"\.org|(?<!www\.)debian" + @"\.org|ubuntu" + @"\.com|pypi" + @"\.org|crates" + @"\.io|golang" + @"\.org|pkgs\.dev"
        + @"\.azure\.com)|/work/" + @"\.library");

    [Fact]
    public void Nothing_is_left_for_later() => Law.HoldsIn(SourceTree.CSharp.Concat(SourceTree.Shell), text => Found(Later, text));

    [Fact]
    public void No_test_is_switched_off() => Law.HoldsIn(SourceTree.CSharp, SwitchedOff);

    [Fact]
    public void No_registry_is_named() => Law.HoldsIn(SourceTree.Files.Where(IsText), text => Found(RegistryHost, text));

    [Fact]
    public void A_leftover_is_a_breach()
    {
        Assert.Equal([":2: TO" + "DO"], Found(Later, "\n// TO" + "DO: later"));
        Assert.Single(Found(Later, "throw new NotImplemented" + "Exception();"));
        Assert.Empty(Found(Later, "var today = TodoList;"));
    }

    [Fact]
    public void A_switched_off_test_is_a_breach()
    {
        Assert.Single(SwitchedOff("class A { [Fact(Skip = \"slow\")] void T() { } }"));
        Assert.Single(SwitchedOff("class A { [Theory(Explicit = true)] void T() { } }"));
        Assert.Empty(SwitchedOff("class A { [Fact] void T() { Assert.SkipUnless(Has(\"npm\"), \"npm absent\"); } }"));
    }

    [Fact]
    public void A_registry_host_is_a_breach()
    {
        Assert.Single(Found(RegistryHost, "https://api.nuget" + ".org/v3/index.json"));
        Assert.Single(Found(RegistryHost, "deb http://deb.debian" + ".org/debian bookworm main"));
        Assert.Empty(Found(RegistryHost, "the packages of NuGet and Debian"));
    }

    private static IEnumerable<string> Found(Regex pattern, string text) =>
        pattern.Matches(text).Select(match => $":{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");

    private static IEnumerable<string> SwitchedOff(string text) => SourceTree.Syntax(text).DescendantNodes()
        .OfType<AttributeArgumentSyntax>()
        .Where(argument => argument.NameEquals?.Name.Identifier.Text is "Skip" or "Explicit")
        .Select(argument => Law.At(argument, $"a test switched off: {argument}"));

    private static bool IsText(string file) => Path.GetExtension(file) is not (".png" or ".jpg" or ".cbor" or ".cose" or ".onnx" or ".bin");
}
