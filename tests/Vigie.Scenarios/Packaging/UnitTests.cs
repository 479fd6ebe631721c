namespace Vigie.Scenarios.Packaging;

/// <summary>The service's unit as systemd judges it.</summary>
public sealed class UnitTests
{
    private static readonly string Unit = Checkout.At("hardware/image/systemd/vigie.service");

    [Fact]
    public async Task Its_exposure_is_below_two_and_a_half()
    {
        await SkipWithoutSystemdAsync();

        // The threshold is in tenths.
        (await Finished.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=24", Unit)).Succeeded();
    }

    [Fact]
    public async Task A_unit_without_a_sandbox_would_be_refused()
    {
        await SkipWithoutSystemdAsync();
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["open.service"], "[Service]\nExecStart=/usr/bin/vigie run\n", TestContext.Current.CancellationToken);

        Finished verdict = await Finished.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=24", folder["open.service"]);

        Assert.NotEqual(0, verdict.ExitCode);
        Assert.Contains("UNSAFE", verdict.Output, StringComparison.Ordinal);
    }

    private static async Task SkipWithoutSystemdAsync() =>
        Assert.SkipUnless((await Finished.RunAsync("bash", "-c", "command -v systemd-analyze")).ExitCode == 0, "systemd-analyze is not installed");
}
