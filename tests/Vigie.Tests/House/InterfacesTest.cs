using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>An interface exists only where two real implementations do; what tests make up does not count.</summary>
public sealed class InterfacesTest
{
    // Each with the reason why one implementation is enough for now.
    private static readonly Dictionary<string, string> Awaited = [];

    [Fact]
    public void Interfaces_have_two_implementations()
    {
        string[] breaches = [.. Lonely(SourceTree.CSharp.Where(IsReal).Select(SourceTree.Text))];
        Law.Holds(breaches.Except(Awaited.Keys));
    }

    [Fact]
    public void What_is_awaited_has_not_come()
    {
        string[] breaches = [.. Lonely(SourceTree.CSharp.Where(IsReal).Select(SourceTree.Text))];
        Law.Holds(Awaited.Keys.Except(breaches).Select(name => $"{name} has its implementations: take it off the list of awaited ones"));
    }

    [Fact]
    public void A_lonely_interface_is_a_breach()
    {
        Assert.Equal(["IA"], Lonely(["interface IA { }", "class A : IA { }"]));
        Assert.Equal(["IA"], Lonely(["interface IA { }", "class A : IA { } interface IB : IA { }"]).Except(["IB"]));
    }

    [Fact]
    public void Two_implementations_are_none()
    {
        Assert.Empty(Lonely(["interface IA<T> { }", "class A : IA<int> { }", "struct B : IDisposable, N.IA<string> { }"]));
        Assert.Empty(Lonely(["interface IA { } interface IB : IA { }", "class A : IB { } class B : IB { }"]));
        Assert.Empty(Lonely(["interface IA { }", "abstract class A : IA { } class B : A { } class C : A { }"]));
    }

    private static bool IsReal(string file) => !file.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>Names of the interfaces with fewer than two concrete types, through other interfaces and base types.</summary>
    private static IEnumerable<string> Lonely(IEnumerable<string> texts)
    {
        var types = texts.SelectMany(text => SourceTree.Syntax(text).DescendantNodes().OfType<TypeDeclarationSyntax>()).ToList();
        ILookup<string, TypeDeclarationSyntax> heirs = types
            .SelectMany(type => (type.BaseList?.Types ?? []).Select(parent => (Parent: SimpleName(parent.Type), Type: type)))
            .ToLookup(pair => pair.Parent, pair => pair.Type);
        return types.OfType<InterfaceDeclarationSyntax>().Select(type => type.Identifier.Text).Distinct()
            .Where(name => Implementations(name, heirs).Distinct().Count() < 2);
    }

    private static IEnumerable<string> Implementations(string name, ILookup<string, TypeDeclarationSyntax> heirs) =>
        heirs[name].SelectMany(heir => Implementations(heir.Identifier.Text, heirs)
            .Concat(heir is InterfaceDeclarationSyntax || heir.Modifiers.Any(word => word.Text == "abstract") ? [] : [heir.Identifier.Text]));

    private static string SimpleName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        _ => type.ToString(),
    };
}
