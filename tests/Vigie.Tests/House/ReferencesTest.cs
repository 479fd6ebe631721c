using System.Xml.Linq;

namespace Vigie.Tests.House;

/// <summary>One way: rooms see Core (some the contract), the appliance sees the rooms, nobody sees a tool. A package has one room.</summary>
public sealed class ReferencesTest
{
    private const string Core = "Vigie.Core";
    private const string Contract = "Vigie.Contract";

    private static readonly string[] SeeContract = ["Vigie.Scene", "Vigie.Delivery", "Vigie.Trust"];

    private static readonly Dictionary<string, string> ManyRooms = new()
    {
        ["Microsoft.Extensions.Logging.Abstractions"] = "the port that every room may write its log to",
        ["System.Formats.Cbor"] = "the encoding of what is sent (Contract) and of what is signed (Trust)",
    };

    [Fact]
    public void References_go_one_way() => Law.Holds(WrongReferences(ReadProjects()));

    [Fact]
    public void A_package_has_one_room() => Law.Holds(WanderingPackages(ReadProjects()));

    [Theory]
    [InlineData("firmware/Vigie.Vision", "firmware/Vigie.Capture")]
    [InlineData("firmware/Vigie.Vision", "firmware/Vigie.Contract")]
    [InlineData("firmware/Vigie.Core", "firmware/Vigie.Contract")]
    [InlineData("firmware/Vigie.Contract", "firmware/Vigie.Core")]
    [InlineData("firmware/Vigie.Capture", "firmware/Vigie.Appliance")]
    [InlineData("firmware/Vigie.Appliance", "tools/edgectl")]
    [InlineData("hardware/Vigie.Hardware", "firmware/Vigie.Scene")]
    [InlineData("tools/edgectl", "tools/modelkit")]
    [InlineData("tools/edgectl", "tests/Vigie.Tests")]
    public void A_wrong_reference_is_a_breach(string from, string to) =>
        Assert.Single(WrongReferences([new Project(from, [Path.GetFileName(to)], []), new Project(to, [], [])]));

    [Fact]
    public void A_wandering_package_is_a_breach()
    {
        Project vision = new("firmware/Vigie.Vision", [], ["SkiaSharp"]);
        Assert.Single(WanderingPackages([vision, new("firmware/Vigie.Scene", [], ["SkiaSharp"])]));
        Assert.Empty(WanderingPackages([vision, new("tools/edgectl", [], ["SkiaSharp"])]));
        Assert.Single(WanderingPackages([new("firmware/Vigie.Core", [], ["Anything"])]));
        Assert.Single(WanderingPackages([new("firmware/Vigie.Contract", [], ["Newtonsoft.Json"])]));
    }

    private static List<Project> ReadProjects() => [.. SourceTree.Projects.Select(file =>
    {
        XDocument document = XDocument.Parse(SourceTree.Text(file));
        return new Project(
            Path.GetDirectoryName(file)!,
            [.. Included(document, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Included(document, "PackageReference")]);
    })];

    private static IEnumerable<string> Included(XDocument document, string element) =>
        document.Descendants(element).Select(item => (string?)item.Attribute("Include") ?? "");

    private static IEnumerable<string> WrongReferences(IReadOnlyCollection<Project> projects)
    {
        Dictionary<string, Project> byName = projects.ToDictionary(project => project.Name);
        return from project in projects
               from reference in project.References
               where !Allowed(project, byName.TryGetValue(reference, out Project? seen) ? seen : new Project(reference, [], []))
               select $"{project.Folder} references {reference}";
    }

    private static bool Allowed(Project from, Project to) => (from.Name, from.Kind) switch
    {
        (_, "tests") => true,
        (_, "tools") => to.Kind is "firmware" or "hardware",
        ("Vigie.Appliance", _) => to.Kind is "firmware" or "hardware",
        (Core or Contract, _) => false,
        _ => to.Name == Core || (to.Name == Contract && SeeContract.Contains(from.Name)),
    };

    private static IEnumerable<string> WanderingPackages(IReadOnlyCollection<Project> projects)
    {
        var rooms = projects.Where(project => project.Kind is "firmware" or "hardware").ToList();
        IEnumerable<string> shared = rooms
            .SelectMany(room => room.Packages.Select(package => (package, room.Name)))
            .GroupBy(pair => pair.package, pair => pair.Name)
            .Where(package => package.Count() > 1 && !ManyRooms.ContainsKey(package.Key))
            .Select(package => $"{package.Key} is in {string.Join(" and ", package)}");
        IEnumerable<string> bare = rooms
            .Where(room => room.Name is Core || (room.Name is Contract && room.Packages.Any(package => package != "System.Formats.Cbor")))
            .SelectMany(room => room.Packages.Select(package => $"{room.Name} may not use {package}"));
        return shared.Concat(bare);
    }

    private sealed record Project(string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
    {
        public string Name => Path.GetFileName(Folder);

        public string Kind => Folder.Split('/')[0];
    }
}
