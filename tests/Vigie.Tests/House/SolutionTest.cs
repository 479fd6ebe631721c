using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Vigie.Tests.House;

/// <summary>One classic solution that holds every project; every package at one exact version, in one file, used.</summary>
public sealed partial class SolutionTest
{
    [Fact]
    public void The_solution_is_classic_and_alone()
    {
        Assert.Contains("Microsoft Visual Studio Solution File, Format Version 12.00", SourceTree.Text("Edge.sln"), StringComparison.Ordinal);
        Assert.Equal(["Edge.sln"], SourceTree.Files.Where(file => Path.GetExtension(file) is ".sln" or ".slnx" or ".slnf"));
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        string[] held = [.. Held(SourceTree.Text("Edge.sln"))];
        Law.Holds(SourceTree.Projects.Except(held).Select(file => $"{file} is not in Edge.sln")
            .Concat(held.Except(SourceTree.Projects).Select(file => $"{file} is in Edge.sln only")));
    }

    [Fact]
    public void Versions_are_exact() => Law.Holds(InexactVersions(SourceTree.Text("Directory.Packages.props")));

    [Fact]
    public void Projects_name_no_version() => Law.Holds(SourceTree.Projects
        .SelectMany(file => OwnVersions(SourceTree.Text(file)).Select(package => $"{file}: {package} has a version of its own")));

    [Fact]
    public void Every_pinned_package_is_used()
    {
        IEnumerable<string> used = SourceTree.Projects.SelectMany(file => Attributes(SourceTree.Text(file), "PackageReference", "Include"));
        Law.Holds(Attributes(SourceTree.Text("Directory.Packages.props"), "PackageVersion", "Include").Except(used)
            .Select(package => $"{package} is pinned and used nowhere"));
    }

    [Fact]
    public void Breaches_are_seen()
    {
        Assert.Equal(["a/b.csproj"], Held("Project(\"{X}\") = \"b\", \"a\\b.csproj\", \"{Y}\"\nProject(\"{X}\") = \"a\", \"a\", \"{Z}\""));
        Assert.Equal(["1.*", "[1.0,2.0)"], InexactVersions("<P><PackageVersion Version='1.*'/><PackageVersion Version='[1.0,2.0)'/><PackageVersion Version='1.2.3-beta.1'/></P>"));
        Assert.Equal(["A", "B"], OwnVersions("<P><PackageReference Include='A' Version='1'/><PackageReference Include='B' VersionOverride='1'/></P>"));
    }

    private static IEnumerable<string> Held(string solution) =>
        ProjectLine().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/'));

    private static IEnumerable<string> InexactVersions(string props) =>
        Attributes(props, "PackageVersion", "Version").Where(version => !ExactVersion().IsMatch(version));

    private static IEnumerable<string> OwnVersions(string project) => XDocument.Parse(project).Descendants("PackageReference")
        .Where(item => item.Attribute("Version") is not null || item.Attribute("VersionOverride") is not null)
        .Select(item => (string?)item.Attribute("Include") ?? "");

    private static IEnumerable<string> Attributes(string xml, string element, string attribute) =>
        XDocument.Parse(xml).Descendants(element).Select(item => (string?)item.Attribute(attribute) ?? "");

    [GeneratedRegex("""^Project\("\{[^"]*\}"\) = "[^"]*", "([^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
