using System.Globalization;
using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Replay;

/// <summary><c>vigie ground</c> as an installer uses it, on people who walk by.</summary>
public sealed class GroundTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The camera's makers measured 7.1 m, 16 degrees: firmware/Vigie.Scene/Ground/README.md says how near this comes.
    [Fact]
    public async Task What_it_prints_is_what_a_configuration_takes()
    {
        Checkout.SkipWithoutWeights();
        await RealClip.CutAsync(_folder, 30);

        Finished ground = (await GroundAsync("--height", "1.75", "--field-of-view", "36", "--passers-by")).Succeeded();

        Assert.Contains("residual 0.", ground.Output, StringComparison.Ordinal);
        string fragment = ground.Output[ground.Output.IndexOf("\"ground\": ", StringComparison.Ordinal)..];
        string configuration = RealClip.Configure(_folder);
        JsonNode root = JsonNode.Parse(await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken))!;
        root["cameras"]![0]!["ground"] = JsonNode.Parse($"{{ {fragment} }}")!["ground"]!.DeepClone();
        await File.WriteAllTextAsync(configuration, root.ToJsonString(), TestContext.Current.CancellationToken);
        string check = (await Finished.RunAsync(Checkout.Vigie, "config", "check", configuration)).Succeeded().Output;
        string metres = check.Split("a camera ")[1].Split(' ')[0];
        Assert.InRange(double.Parse(metres, CultureInfo.InvariantCulture), 4.5, 9);
        Assert.Contains($"a camera {metres} m high", ground.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_without_a_walk_says_what_to_do()
    {
        Checkout.SkipWithoutWeights();
        await RealClip.CutAsync(_folder, 2);

        Finished ground = await GroundAsync("--height", "1.75", "--field-of-view", "36");

        ground.FailedSaying(2, "people.avi", "shows no walk", "Let one person of known height walk");
    }

    [Fact]
    public async Task Wrong_numbers_are_told_at_once() =>
        (await GroundAsync("--height", "17", "--field-of-view", "360")).FailedSaying(2, "--height: 17", "from 0.5 to 2.5", "--field-of-view: 360", "from 5 to 150");

    private Task<Finished> GroundAsync(params string[] options) => Finished.RunAsync(Checkout.Vigie, ["ground", _folder["people.avi"], .. options]);
}
