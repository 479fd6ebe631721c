namespace Vigie.Scenarios;

/// <summary>The checkout that these tests were built from, and the cache of its scripts.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>As tools/checkout.sh has it: the clip and what was downloaded for the weights.</summary>
    public static string Cache { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "vigie");

    public static string At(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Edge.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
