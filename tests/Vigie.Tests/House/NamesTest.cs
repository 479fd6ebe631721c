using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>A folder, namespace or type is named after what it is, never after being for everybody.</summary>
public sealed class NamesTest
{
    private static readonly string[] Forbidden = ["Common", "Shared", "Utils", "Util", "Helpers", "Helper", "Abstractions"];

    private static readonly string[] TopLevel =
    [
        ".ci", ".editorconfig", ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props",
        "Directory.Packages.props", "Edge.sln", "LICENSE", "README.md", "firmware", "global.json", "hardware", "models", "tests", "tools",
    ];

    [Fact]
    public void Folders_say_what_they_hold() => Law.Holds(ForbiddenFolders(SourceTree.Files));

    [Fact]
    public void Types_and_namespaces_say_what_they_are() => Law.HoldsIn(SourceTree.CSharp, ForbiddenNames);

    [Fact]
    public void The_top_level_is_as_planned() => Law.Holds(Unplanned(SourceTree.Files));

    [Fact]
    public void A_forbidden_folder_is_a_breach()
    {
        Assert.Single(ForbiddenFolders(["firmware/Vigie.Core/Helpers/A.cs"]));
        Assert.Single(ForbiddenFolders(["tools/shared/A.cs"]));
        Assert.Single(ForbiddenFolders(["firmware/Vigie.Common/A.cs"]));
        Assert.Empty(ForbiddenFolders(["firmware/Vigie.Core/Commons.cs"]));
    }

    [Theory]
    [InlineData("namespace Vigie.Common;")]
    [InlineData("namespace Vigie.Core.Utils { }")]
    [InlineData("class BoxHelper { }")]
    [InlineData("interface IShared { }")]
    [InlineData("record struct BoxUtils(int A);")]
    public void A_forbidden_name_is_a_breach(string code) => Assert.Single(ForbiddenNames(code));

    [Fact]
    public void An_unplanned_folder_is_a_breach() => Assert.Equal(["misc"], Unplanned(["misc/a", "misc/b", "tools/run"]));

    private static IEnumerable<string> ForbiddenFolders(IEnumerable<string> files) => files
        .Select(file => Path.GetDirectoryName(file)!)
        .Distinct()
        .Where(folder => folder.Split('/', '.').Any(part => Forbidden.Contains(part, StringComparer.OrdinalIgnoreCase)));

    private static IEnumerable<string> ForbiddenNames(string text)
    {
        foreach (SyntaxNode node in SourceTree.Syntax(text).DescendantNodes())
        {
            string? found = node switch
            {
                BaseNamespaceDeclarationSyntax space => space.Name.ToString().Split('.').FirstOrDefault(Forbidden.Contains),
                BaseTypeDeclarationSyntax type => Forbidden.FirstOrDefault(type.Identifier.Text.EndsWith),
                _ => null,
            };
            if (found is not null)
            {
                yield return Law.At(node, $"named {found}");
            }
        }
    }

    private static IEnumerable<string> Unplanned(IEnumerable<string> files) =>
        files.Select(file => file.Split('/')[0]).Distinct().Except(TopLevel);
}
