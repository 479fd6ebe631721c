namespace Vigie.Scenarios;

/// <summary>The checkout that these tests were built from, the cache of its scripts, and what may be missing on this machine.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>As tools/checkout.sh has it: the clip and what was downloaded for the weights.</summary>
    public static string Cache { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "vigie");

    /// <summary>The program under test: the one that VIGIE_PROGRAM names (tools/test --ci names the published one), else this checkout's build.</summary>
    public static string Vigie { get; } = Environment.GetEnvironmentVariable("VIGIE_PROGRAM") is { Length: > 0 } program
        ? Path.GetFullPath(program, Root)
        : Program("firmware/Vigie.Appliance", "vigie");

    public static string Edgectl { get; } = Program("tools/edgectl", "edgectl");

    /// <summary>The clip of Debian's opencv-doc (PETS 2009, S2.L1): where tools/test found or put it.</summary>
    public static string Clip { get; } = FindClip();

    public static string At(string path) => Path.Combine(Root, path);

    public static string SkipWithoutWeights()
    {
        string weights = At("models/street/street.onnx");
        Assert.SkipUnless(File.Exists(weights), "skipped: no weights; ./tools/run modelkit build street makes them");
        return weights;
    }

    public static string SkipWithoutClip()
    {
        SkipWithoutWeights();
        Assert.SkipUnless(File.Exists(Clip), $"skipped: {Clip} absent; ./tools/test fetches it");
        return Clip;
    }

    private static string FindClip()
    {
        string cached = Path.Combine(Cache, "vtest.avi");
        string[] places =
        [
            Environment.GetEnvironmentVariable("VIGIE_CLIP") ?? cached, cached,
            "/usr/share/doc/opencv-doc/examples/data/vtest.avi", At("../shared/data/pets09-s2l1/vtest.avi"),
        ];
        return places.FirstOrDefault(File.Exists, cached);
    }

    private static string Program(string project, string name) =>
        Path.Combine(Root, project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", name);

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
