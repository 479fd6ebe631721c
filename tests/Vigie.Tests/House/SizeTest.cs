using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>A file at most 300 lines, a function at most 40, nothing heavier than 1 MiB.</summary>
public sealed class SizeTest
{
    private const int FileLines = 300;
    private const int FunctionLines = 40;
    private const long FileBytes = 1 << 20;

    [Fact]
    public void Files_are_short() =>
        Law.HoldsIn(SourceTree.CSharp.Concat(SourceTree.Shell), LongFile);

    [Fact]
    public void Functions_are_short() => Law.HoldsIn(SourceTree.CSharp, LongFunctions);

    [Fact]
    public void Nothing_is_heavy() => Law.Holds(SourceTree.Files
        .Select(file => (file, bytes: new FileInfo(SourceTree.Full(file)).Length))
        .Where(sized => sized.bytes > FileBytes)
        .Select(sized => $"{sized.file}: {sized.bytes} bytes, {FileBytes} at most"));

    [Fact]
    public void A_long_file_is_a_breach()
    {
        Assert.Empty(LongFile(string.Concat(Enumerable.Repeat("\n", FileLines))));
        Assert.Single(LongFile(string.Concat(Enumerable.Repeat("\n", FileLines + 1))));
    }

    [Theory]
    [InlineData("class C {{ void M() {{{0}}} }}")]
    [InlineData("class C {{ C() {{{0}}} }}")]
    [InlineData("class C {{ int P {{ get {{{0}return 1; }} }} }}")]
    [InlineData("{0}return 1;")]
    public void A_long_function_is_a_breach(string shape)
    {
        string Filled(int lines) => string.Format(null, shape, string.Concat(Enumerable.Repeat("M();\n", lines)));
        Assert.Empty(LongFunctions(Filled(FunctionLines - 1)));
        Assert.Single(LongFunctions(Filled(FunctionLines)));
    }

    [Fact]
    public void A_long_table_of_cases_is_none() => Assert.Empty(LongFunctions(
        $"class C {{ {string.Concat(Enumerable.Repeat("[InlineData(1)]\n", FunctionLines))} void M() {{ }} }}"));

    private static IEnumerable<string> LongFile(string text)
    {
        int lines = text.Count(letter => letter == '\n');
        return lines > FileLines ? [$": {lines} lines, {FileLines} at most"] : [];
    }

    private static IEnumerable<string> LongFunctions(string text)
    {
        CompilationUnitSyntax unit = SourceTree.Syntax(text);
        IEnumerable<(SyntaxNode Node, int Lines)> functions = unit.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)
            .Select(node => (node, Lines(node, node)));
        if (unit.Members.OfType<GlobalStatementSyntax>().ToList() is [var first, ..] program)
        {
            functions = functions.Append((first, Lines(first, program[^1])));
        }

        return functions.Where(function => function.Lines > FunctionLines)
            .Select(function => Law.At(function.Node, $"{function.Lines} lines, {FunctionLines} at most"));
    }

    // From the first word of the signature to the last token: documentation and attributes (tables of cases) are not counted.
    private static int Lines(SyntaxNode first, SyntaxNode last)
    {
        SyntaxToken word = first.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList)) switch
        {
            { IsToken: true } child => child.AsToken(),
            var child => child.AsNode()!.GetFirstToken(),
        };
        return last.GetLocation().GetLineSpan().EndLinePosition.Line - word.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
    }
}
