using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Vigie.Contract;
using Vigie.Tests.House;

namespace Vigie.Tests.Contract;

/// <summary>The contract's README says what the code does: keys, JSON names, the bytes, and two recipes that run.</summary>
public sealed partial class ReadmeTest
{
    private static readonly string Readme = SourceTree.Text("firmware/Vigie.Contract/README.md");

    [Theory]
    [InlineData("Event", typeof(EventKey))]
    [InlineData("Context", typeof(ContextKey))]
    [InlineData("Status", typeof(StatusKey))]
    [InlineData("Count", typeof(CountKey))]
    [InlineData("Shadow", typeof(ShadowKey))]
    [InlineData("Gap", typeof(GapKey))]
    [InlineData("Clock", typeof(ClockKey))]
    [InlineData("Receipt", typeof(ReceiptKey))]
    [InlineData("Command", typeof(CommandKey))]
    [InlineData("Result", typeof(ResultKey))]
    [InlineData("Journal", typeof(JournalHeadKey))]
    public void Tables_have_the_keys_of_the_code(string section, Type keys) => Assert.Equal(
        Enum.GetNames(keys).Select(name => $"{(int)Enum.Parse(keys, name)} {char.ToLowerInvariant(name[0])}{name[1..]}"),
        Rows(section).Select(row => $"{row[0]} {row[1]}"));

    [Theory]
    [InlineData("Event", "event-start", "previous", "count", "historical", "outward", "held", "speed", "fault")]
    [InlineData("Context", "context", "previous")]
    [InlineData("Status", "status-will")]
    [InlineData("Count", "count", "historical")]
    [InlineData("Shadow", "shadow", "previous")]
    [InlineData("Gap", "gap", "previous")]
    [InlineData("Clock", "clock")]
    [InlineData("Receipt", "receipt")]
    [InlineData("Result", "result")]
    public void Tables_have_the_JSON_names_of_the_code(string section, string example, params string[] awaited)
    {
        string[] names = [.. Rows(section).SelectMany(row => row[2].Split(", ")).Select(name => name.Trim('`')).Distinct()];
        using var twin = System.Text.Json.JsonDocument.Parse(SourceTree.Text($"firmware/Vigie.Contract/examples/{example}.json"));
        IEnumerable<string> present = twin.RootElement.EnumerateObject().Select(field => field.Name);
        Assert.Equal(present.Union(awaited).Order(), names.Order());
    }

    [Fact]
    public void The_bytes_by_hand_are_the_example()
    {
        string block = Block("text");
        string hex = string.Concat(block.Split('\n').Select(line => Hex().Match(line).Value.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(Convert.ToHexString(Samples.Start.Encode(WireEncoding.Cbor)), hex);
    }

    [Fact]
    public void The_CSharp_recipe_runs()
    {
        string code = $"using System; using Vigie.Contract; public static class Recipe {{ public {Block("csharp")} }}";
        string[] assemblies = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)];
        var compilation = CSharpCompilation.Create(
            "Recipe",
            [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream image = new();
        Assert.Empty(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        MethodInfo recipe = Assembly.Load(image.ToArray()).GetType("Recipe")!.GetMethod("Describe")!;
        Assert.Equal(
            "intrusion start, signal 42, zone 2",
            recipe.Invoke(null, [Samples.Start.Encode(WireEncoding.Cbor), ContentTypes.Cbor]));
        Assert.Equal("not an event of version 1", recipe.Invoke(null, ["hello"u8.ToArray(), ContentTypes.Json]));
    }

    [Fact]
    public async Task The_Python_recipe_runs()
    {
        string? python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasCbor);
        Assert.SkipUnless(python is not null, "python3-cbor2 absent");
        string file = SourceTree.Full("firmware/Vigie.Contract/examples/event-start.cbor");
        using var run = Process.Start(new ProcessStartInfo(python, ["-c", Block("python"), file]) { RedirectStandardOutput = true })!;
        string output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            """
            boot 17-9f3c2a71, sequence 42, previous 40
            kind 4, phase 0, signal 42, time 1772600767890
            camera 1, zone 2, class 1, confidence 87
            box [0.412, 0.3, 0.06, 0.18]

            """.ReplaceLineEndings("\n"),
            output);
    }

    private static bool HasCbor(string python)
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo(python, ["-c", "import cbor2"]) { RedirectStandardError = true })!;
            run.WaitForExit();
            return run.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static IEnumerable<string[]> Rows(string section)
    {
        string text = Readme[Readme.IndexOf($"\n## {section}\n", StringComparison.Ordinal)..];
        int end = text.IndexOf("\n## ", 1, StringComparison.Ordinal);
        return Row().Matches(text[..end]).Select(match => match.Value.Trim('|', ' ').Split(" | "));
    }

    private static string Block(string language) =>
        Regex.Match(Readme, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"^\| [0-9]+ \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^ *(?:[0-9A-F]{2,} )*[0-9A-F]{2,}(?=  )")]
    private static partial Regex Hex();
}
