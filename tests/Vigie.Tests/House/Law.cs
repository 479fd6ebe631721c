using Microsoft.CodeAnalysis;

namespace Vigie.Tests.House;

/// <summary>How a law speaks: every breach at once, each with its place.</summary>
internal static class Law
{
    public static void Holds(IEnumerable<string> breaches)
    {
        string[] all = [.. breaches];
        if (all.Length > 0)
        {
            Assert.Fail($"{all.Length} {(all.Length == 1 ? "breach" : "breaches")}:\n  {string.Join("\n  ", all)}");
        }
    }

    /// <summary>One law over many C# files: <paramref name="breaches"/> tells what is wrong in one text.</summary>
    public static void HoldsIn(IEnumerable<string> files, Func<string, IEnumerable<string>> breaches) =>
        Holds(files.SelectMany(file => breaches(SourceTree.Text(file)).Select(breach => $"{file}{breach}")));

    /// <summary>A breach at a node, to stand behind the file's name: <c>:line: what</c>.</summary>
    public static string At(SyntaxNode node, string what) =>
        $":{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {what}";
}
