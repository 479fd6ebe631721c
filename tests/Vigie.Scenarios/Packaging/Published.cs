using System.Runtime.InteropServices;

namespace Vigie.Scenarios.Packaging;

/// <summary>What tools/publish made of this checkout; tools/test --ci calls it before the tests run.</summary>
internal static class Published
{
    public static string Folder(string target) => Checkout.At($"artifacts/{target}/vigie");

    public static string Program(string target) => Path.Combine(Folder(target), "vigie");

    /// <summary>The one Debian package of an architecture.</summary>
    public static string Package(string architecture) =>
        Assert.Single(Directory.GetFiles(Checkout.At("artifacts"), $"vigie_*_{architecture}.deb"));

    public static void SkipUnlessPublished()
    {
        Thorough.Only();
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "compares with x64: this machine is none");
        Assert.True(File.Exists(Program("linux-arm64")), "./tools/publish linux-x64 linux-arm64 has not run");
    }

    /// <summary>Packs a published folder again: in the twinkling of an eye, because uncompressed.</summary>
    public static async Task PackAsync(string version, string output)
    {
        string pack = $"SOURCE_DATE_EPOCH=1790000000 '{Checkout.At("hardware/image/build-deb.sh")}' '{Folder("linux-x64")}' amd64 {version} '{output}' none";
        (await Finished.RunAsync("bash", "-c", pack)).Succeeded();
    }
}
