namespace Vigie.Tests.Scene;

/// <summary>
/// Stories in plain text (tests/Vigie.Tests/Scene/Stories/*.story): what the camera sees above the line of dashes, what must come
/// of it below. With the variable VIGIE_UPDATE_GOLDEN=1 the part below is written anew instead of compared: read the difference
/// before committing it. How a story is written: <see cref="Story"/>.
/// </summary>
public sealed class StoryTest
{
    private static readonly string Folder = Path.Combine(House.SourceTree.Root, "tests", "Vigie.Tests", "Scene", "Stories");

    public static TheoryData<string> Stories => [.. Directory.GetFiles(Folder, "*.story").Select(Path.GetFileNameWithoutExtension).Order().OfType<string>()];

    [Theory]
    [MemberData(nameof(Stories))]
    public void It_goes_as_told(string name)
    {
        string file = Path.Combine(Folder, name + ".story");
        string[] parts = File.ReadAllText(file).Split("\n---\n");
        string told = new Story(parts[0]).Tell();
        if (Environment.GetEnvironmentVariable("VIGIE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, $"{parts[0]}\n---\n{told}");
            return;
        }

        Assert.Equal(2, parts.Length);
        Assert.Equal(parts[1], told);
    }

    [Fact]
    public void There_are_stories() => Assert.True(Stories.Count >= 10);
}
