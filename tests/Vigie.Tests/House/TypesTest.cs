using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>One public type a file, named like the file, in a file-scoped namespace; every file is C# that the laws can read.</summary>
public sealed class TypesTest
{
    [Fact]
    public void A_file_holds_one_public_type() => Law.Holds(SourceTree.CSharp
        .SelectMany(file => CrowdedFile(Path.GetFileName(file), SourceTree.Text(file)).Select(breach => file + breach)));

    [Fact]
    public void Firmware_uses_file_scoped_namespaces() => Law.HoldsIn(SourceTree.Firmware, NamespaceForm);

    // A syntax newer than the parser's would blind every law in this folder.
    [Fact]
    public void The_laws_can_read_every_file() => Law.HoldsIn(SourceTree.CSharp, Unreadable);

    [Theory]
    [InlineData("A.cs", "public class A { } public class B { }")]
    [InlineData("A.cs", "namespace N; public record A; public enum B { }")]
    [InlineData("A.cs", "public class B { }")]
    [InlineData("A.cs", "public delegate void B();")]
    public void A_crowded_file_is_a_breach(string name, string code) => Assert.Single(CrowdedFile(name, code));

    [Theory]
    [InlineData("A.cs", "public class A { public class Part { } } internal class B { }")]
    [InlineData("A.Part.cs", "public partial class A { }")]
    [InlineData("Program.cs", "return 0;")]
    public void One_type_is_none(string name, string code) => Assert.Empty(CrowdedFile(name, code));

    [Fact]
    public void Another_namespace_form_is_a_breach()
    {
        Assert.Single(NamespaceForm("namespace N { class A { } }"));
        Assert.Single(NamespaceForm("class A { }"));
        Assert.Empty(NamespaceForm("namespace N; class A { }"));
        Assert.Empty(NamespaceForm("return 0;"));
    }

    [Fact]
    public void Broken_code_is_a_breach() => Assert.NotEmpty(Unreadable("class {"));

    private static IEnumerable<string> CrowdedFile(string name, string text)
    {
        var types = SourceTree.Syntax(text).DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && member.Modifiers.Any(SyntaxKind.PublicKeyword))
            .ToList();
        if (types.Count > 1)
        {
            yield return Law.At(types[1], "a second public type");
        }
        else if (types is [var only] && NameOf(only) != name.Split('.')[0])
        {
            yield return Law.At(only, $"public type {NameOf(only)} in a file of another name");
        }
    }

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is BaseTypeDeclarationSyntax named ? named.Identifier.Text : ((DelegateDeclarationSyntax)type).Identifier.Text;

    private static IEnumerable<string> NamespaceForm(string text) => SourceTree.Syntax(text).Members
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or NamespaceDeclarationSyntax)
        .Take(1)
        .Select(member => Law.At(member, "not in a file-scoped namespace"));

    private static IEnumerable<string> Unreadable(string text) => CSharpSyntaxTree.ParseText(text).GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Select(diagnostic => $": {diagnostic.GetMessage(null)}");
}
