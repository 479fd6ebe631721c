namespace Vigie.Scenarios.Replay;

/// <summary>Clips that are not what they should be: each its own message with file and remedy, and an exit code.</summary>
public sealed class BadClipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_clip_is_named()
    {
        Checkout.SkipWithoutWeights();

        Finished replay = await ReplayAsync(_folder["absent.mp4"]);

        replay.FailedSaying(3, "absent.mp4", "no such clip", "Give the path of a video file");
    }

    [Fact]
    public async Task A_text_named_mp4_is_no_video()
    {
        Checkout.SkipWithoutWeights();
        await File.WriteAllTextAsync(_folder["letter.mp4"], "Dear Sir or Madam,\n", TestContext.Current.CancellationToken);

        Finished replay = await ReplayAsync(_folder["letter.mp4"]);

        replay.FailedSaying(5, "letter.mp4", "is no video", "Check that it plays");
    }

    [Fact]
    public async Task A_truncated_clip_gives_what_is_there_and_then_says_so()
    {
        Checkout.SkipWithoutWeights();
        await MakeClipAsync("whole.mkv", "320x240", 30);
        byte[] whole = await File.ReadAllBytesAsync(_folder["whole.mkv"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["half.mkv"], whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);

        Finished replay = await ReplayAsync(_folder["half.mkv"]);

        replay.FailedSaying(5, "half.mkv", "damaged or cut off", "pictures");
        Assert.Contains("frames", replay.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("321x241")]
    [InlineData("33x17")]
    public async Task Odd_sizes_are_replayed(string size)
    {
        Checkout.SkipWithoutWeights();
        await MakeClipAsync("odd.mkv", size, 5);

        Finished replay = await ReplayAsync(_folder["odd.mkv"]);

        replay.Succeeded();
    }

    [Fact]
    public async Task A_clip_too_small_to_see_anything_is_refused()
    {
        Checkout.SkipWithoutWeights();
        await MakeClipAsync("tiny.mkv", "8x8", 5);

        Finished replay = await ReplayAsync(_folder["tiny.mkv"]);

        Assert.NotEqual(0, replay.ExitCode);
        replay.FailedSaying(replay.ExitCode, "tiny.mkv", "8x8");
    }

    private static Task<Finished> ReplayAsync(string clip) => Finished.RunAsync(Checkout.Vigie, "replay", clip, "--fast");

    private async Task MakeClipAsync(string name, string size, int frames) =>
        (await Finished.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=10", "-frames:v", $"{frames}",
            "-c:v", "ffv1", _folder[name])).Succeeded();
}
