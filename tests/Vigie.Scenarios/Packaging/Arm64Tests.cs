using System.Globalization;
using System.Text.Json;
using Vigie.Core.Geometry;

namespace Vigie.Scenarios.Packaging;

/// <summary>
/// The product, the arm64 build, on an emulated Cortex-A76 (Raspberry Pi 5) beside the x64 build: the same boxes. int8 sums are exact on
/// both; what differs is float arithmetic around them. Measured on this picture and clip: boxes at 0.3 and above overlap by 0.977 and
/// more with equal scores; no row of 239 of tracks is missing, the median overlap is 0.99, and a few frames, where an object is half
/// hidden and a score lies at a threshold, differ more (0.55).
/// </summary>
public sealed class Arm64Tests : IDisposable
{
    private const double LeastOverlap = 0.9;
    private const double LargestScoreDifference = 0.05;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_emulated_product_sees_what_x64_sees()
    {
        Published.SkipUnlessPublished();
        Assert.SkipUnless((await Finished.RunAsync("bash", "-c", "command -v qemu-aarch64-static")).ExitCode == 0, "qemu-aarch64-static is not installed");
        string clip = _folder["clip.avi"];
        (await Finished.RunAsync("ffmpeg", "-v", "error", "-i", Checkout.SkipWithoutClip(), "-frames:v", "50", "-c", "copy", clip)).Succeeded();
        (await Finished.RunAsync("ffmpeg", "-v", "error", "-ss", "2", "-i", Checkout.Clip, "-frames:v", "1", _folder["picture.png"])).Succeeded();
        (await Finished.RunAsync(
            Checkout.At("tests/Vigie.Scenarios/Packaging/arm64-root.sh"), _folder["root"], Published.Package("arm64"))).Succeeded();

        foreach (string target in new[] { "linux-x64", "linux-arm64" })
        {
            await RunAsync(target, "detect", _folder["picture.png"], "--coco", _folder[$"{target}.json"]);
            await RunAsync(target, "replay", clip, "--fast", "--tracks", _folder[$"{target}.txt"]);
        }

        AssertAlike(Detections("linux-x64"), Detections("linux-arm64"), least: 3, share: 1);
        AssertAlike(Tracks("linux-x64"), Tracks("linux-arm64"), least: 100, share: 0.95);
    }

    private static async Task RunAsync(string target, params string[] arguments)
    {
        string program = Published.Program(target);
        string root = Path.Combine(Path.GetDirectoryName(arguments[^1])!, "root");
        (await (target == "linux-x64"
            ? Finished.RunAsync(program, arguments)
            : Finished.RunAsync("qemu-aarch64-static", ["-cpu", "cortex-a76", "-L", root, program, .. arguments]))).Succeeded();
    }

    /// <summary>A share of the boxes has its like on the other side, with the same key (class, or track and frame), both ways.</summary>
    private static void AssertAlike(List<Found> one, List<Found> other, int least, double share)
    {
        Assert.True(one.Count >= least, $"{one.Count} boxes, at least {least} expected");
        Assert.InRange(other.Count, one.Count * share, one.Count / share);
        foreach ((List<Found> these, List<Found> those) in new[] { (one, other), (other, one) })
        {
            List<Found> alone = [.. these.Where(box => !those.Any(like => IsLike(box, like)))];
            Assert.True(alone.Count <= these.Count * (1 - share), $"{alone.Count} of {these.Count} have no like: {string.Join(", ", alone.Take(5))}");
        }
    }

    private static bool IsLike(Found box, Found like) => box.Key == like.Key && box.Box.IntersectionOverUnion(like.Box) >= LeastOverlap
        && Math.Abs(box.Score - like.Score) <= LargestScoreDifference;

    private List<Found> Detections(string target)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(_folder[$"{target}.json"]));
        return [.. document.RootElement.EnumerateArray().Select(entry => new Found(
            entry.GetProperty("category_id").ToString(),
            At([.. entry.GetProperty("bbox").EnumerateArray().Select(side => side.GetSingle())]),
            entry.GetProperty("score").GetDouble())).Where(found => found.Score >= 0.3)];
    }

    private List<Found> Tracks(string target) => [.. File.ReadAllLines(_folder[$"{target}.txt"]).Select(row => row.Split(',')).Select(row => new Found(
        $"{row[0]} {row[1]} {row[7]}",
        At([.. row[2..6].Select(side => float.Parse(side, CultureInfo.InvariantCulture))]),
        double.Parse(row[6], CultureInfo.InvariantCulture)))];

    private static Box At(float[] sides) => new(sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]);

    private sealed record Found(string Key, Box Box, double Score);
}
