using System.Text.RegularExpressions;

namespace Vigie.Tests.House;

/// <summary>Every relative link of a document leads to a file, and to a heading where it names one.</summary>
public sealed partial class LinksTest
{
    [Fact]
    public void Links_lead_somewhere() => Law.Holds(SourceTree.Markdown.SelectMany(file =>
        Broken(Path.GetDirectoryName(file)!, SourceTree.Text(file), Path.GetFileName(file)).Select(link => $"{file}: {link}")));

    [Fact]
    public void A_broken_link_is_a_breach()
    {
        Assert.Equal(["absent.md"], Broken("", "[a](absent.md) and [b](Edge.sln) ![c](tools)", "x.md"));
        Assert.Equal(["../Absent"], Broken("tools", "[a][1]\n\n[1]: ../Absent", "x.md"));
        Assert.Equal(["#other"], Broken("", "# One heading: `a_b` & c\n[a](#one-heading-a_b--c) [b](#other)", "x.md"));
        Assert.Empty(Broken("", "[a](https://example.org) `[b](absent.md)`\n```sh\n[c](absent.md)\n```", "x.md"));
    }

    private static IEnumerable<string> Broken(string folder, string text, string name)
    {
        string prose = Code().Replace(text, "");
        foreach (string link in Link().Matches(prose).Select(match => match.Groups[1].Value))
        {
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? name : Uri.UnescapeDataString(parts[0]);
            string path = Path.GetFullPath(Path.Combine(SourceTree.Root, folder, target));
            bool here = parts[0].Length == 0;
            if (!here && !File.Exists(path) && !Directory.Exists(path))
            {
                yield return link;
            }
            else if (parts.Length == 2 && !Headings(here ? text : File.ReadAllText(path)).Contains(parts[1]))
            {
                yield return link;
            }
        }
    }

    // The names that forges give to headings: lower case, spaces to hyphens, other punctuation gone.
    private static IEnumerable<string> Headings(string text) => Heading().Matches(Fence().Replace(text, ""))
        .Select(match => Punctuation().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?:\]\(|^\[[^\]]+\]:\s*)<?([^\s)>]+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();
}
