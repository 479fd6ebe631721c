using Vigie.Scenarios.Replay;

namespace Vigie.Scenarios;

/// <summary>The demo as a newcomer runs it, on the first seconds of its clip.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_shows_each_event_its_sums_and_a_picture()
    {
        string clip = await RealClip.CutAsync(_folder, 10);

        Finished demo = (await Finished.RunAsync(Checkout.Edgectl, "demo", "--clip", clip, "--fast")).Succeeded();

        Assert.Matches("intrusion start +middle +person +[0-9]+ % +[0-9]+ bytes", demo.Output);
        Assert.Matches("frames +100 ", demo.Output);
        Assert.Matches("not sent +[0-9,]+ bytes +of video", demo.Output);
        string picture = demo.Output.Split('\n').Single(line => line.StartsWith("Picture of it all: ", StringComparison.Ordinal))[19..].Trim();
        byte[] bytes = await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken);
        Assert.Equal("PNG"u8, bytes.AsSpan(1, 3));
    }

    [Fact]
    public async Task A_missing_clip_is_named()
    {
        (await Finished.RunAsync(Checkout.Edgectl, "demo", "--clip", _folder["absent.mp4"])).FailedSaying(3, "absent.mp4", "no such clip");
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_said()
    {
        string clip = await RealClip.CutAsync(_folder, 2);

        Finished demo = await Finished.RunAsync(Checkout.Edgectl, "demo", "--clip", clip, "--fast", "--broker", "mqtt://127.0.0.1:1");

        demo.FailedSaying(3, "mqtt://127.0.0.1:1");
    }

    [Fact]
    public async Task Ctrl_C_ends_it_in_order()
    {
        string clip = await RealClip.CutAsync(_folder, 20);
        using RunningProgram demo = new(Checkout.Edgectl, "demo", "--clip", clip);
        await demo.WaitForLineAsync(line => line.Contains("intrusion start", StringComparison.Ordinal), TimeSpan.FromSeconds(40));

        Assert.Equal(130, await demo.StopAsync());
        Assert.DoesNotContain(demo.Error, line => line.Contains("   at ", StringComparison.Ordinal));
    }
}
