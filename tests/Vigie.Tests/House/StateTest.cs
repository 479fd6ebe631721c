using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>Nothing is static and mutable; no exception is swallowed.</summary>
public sealed class StateTest
{
    // A private table in an array is let pass; what has Add or a setter is state.
    private static readonly string[] MutableTypes =
        ["List", "Dictionary", "HashSet", "SortedDictionary", "SortedSet", "Queue", "Stack", "StringBuilder", "MemoryStream"];

    [Fact]
    public void Firmware_has_no_static_state() => Law.HoldsIn(SourceTree.Firmware, StaticState);

    [Fact]
    public void No_exception_is_swallowed() => Law.HoldsIn(SourceTree.CSharp, SwallowedExceptions);

    [Theory]
    [InlineData("class C { static int _count; }")]
    [InlineData("class C { [ThreadStatic] private static int t_count; }")]
    [InlineData("class C { static int Count { get; set; } }")]
    [InlineData("class C { static readonly Dictionary<string, int> Seen = []; }")]
    [InlineData("class C { static readonly ConcurrentDictionary<string, int> Seen = []; }")]
    [InlineData("class C { public static readonly int[] Table = [1]; }")]
    public void Static_state_is_a_breach(string code) => Assert.Single(StaticState(code));

    [Theory]
    [InlineData("class C { const int Count = 1; static readonly int Other = 2; }")]
    [InlineData("class C { static int Count { get; } = 1; }")]
    [InlineData("class C { private static readonly int[] Table = [1]; }")]
    [InlineData("class C { static readonly FrozenDictionary<string, int> Known = F(); }")]
    public void A_constant_is_none(string code) => Assert.Empty(StaticState(code));

    [Theory]
    [InlineData("try { M(); } catch (IOException) { }")]
    [InlineData("try { M(); } catch (IOException) { /* never mind */ }")]
    [InlineData("try { M(); } catch { N(); }")]
    [InlineData("try { M(); } catch (Exception) { N(); }")]
    public void A_swallowed_exception_is_a_breach(string code) => Assert.Single(SwallowedExceptions(code));

    [Theory]
    [InlineData("try { M(); } catch (IOException) { return false; }")]
    [InlineData("try { M(); } catch { N(); throw; }")]
    [InlineData("try { M(); } catch (Exception error) { N(error); }")]
    [InlineData("try { M(); } catch (OperationCanceledException) when (stop.IsCancellationRequested) { }")]
    public void A_handled_exception_is_none(string code) => Assert.Empty(SwallowedExceptions(code));

    private static IEnumerable<string> StaticState(string text)
    {
        CompilationUnitSyntax unit = SourceTree.Syntax(text);
        IEnumerable<string> fields = unit.DescendantNodes().OfType<FieldDeclarationSyntax>()
            .Where(field => field.Modifiers.Any(SyntaxKind.StaticKeyword) && IsState(field))
            .Select(field => Law.At(field, $"static state: {field.Declaration}"));
        IEnumerable<string> properties = unit.DescendantNodes().OfType<PropertyDeclarationSyntax>()
            .Where(property => property.Modifiers.Any(SyntaxKind.StaticKeyword))
            .Where(property => property.AccessorList?.Accessors.Any(SyntaxKind.SetAccessorDeclaration) == true)
            .Select(property => Law.At(property, $"static state: {property.Identifier}"));
        return fields.Concat(properties);
    }

    private static bool IsState(FieldDeclarationSyntax field)
    {
        string type = field.Declaration.Type is SimpleNameSyntax name ? name.Identifier.Text : "";
        bool open = field.Modifiers.Any(SyntaxKind.PublicKeyword) || field.Modifiers.Any(SyntaxKind.InternalKeyword);
        return !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
            || MutableTypes.Contains(type) || type.StartsWith("Concurrent", StringComparison.Ordinal)
            || (open && field.Declaration.Type is ArrayTypeSyntax);
    }

    private static IEnumerable<string> SwallowedExceptions(string text)
    {
        foreach (CatchClauseSyntax clause in SourceTree.Syntax(text).DescendantNodes().OfType<CatchClauseSyntax>())
        {
            string type = clause.Declaration?.Type.ToString() ?? "Exception";
            bool rethrows = clause.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax);
            bool named = clause.Declaration?.Identifier.Text.Length > 0;
            // The end that a caller asked for is no error.
            bool stop = type == "OperationCanceledException" && clause.Filter is not null;
            if (clause.Block.Statements.Count == 0 && !stop)
            {
                yield return Law.At(clause, $"empty catch of {type}");
            }
            else if (type == "Exception" && clause.Filter is null && !named && !rethrows)
            {
                yield return Law.At(clause, "catches whatever comes and looks at nothing of it");
            }
        }
    }
}
