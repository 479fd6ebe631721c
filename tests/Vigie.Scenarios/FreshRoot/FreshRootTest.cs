namespace Vigie.Scenarios.FreshRoot;

/// <summary>
/// The README's two commands as a newcomer types them; fresh-root.sh beside this file says what is done. It takes minutes and
/// both cores, so it runs alone, and only for ./tools/test --ci.
/// </summary>
[CollectionDefinition(nameof(FreshRootTest), DisableParallelization = true)]
[Collection(nameof(FreshRootTest))]
public sealed class FreshRootTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(45);

    [Fact]
    public async Task Both_commands_of_the_readme_work_in_a_fresh_Debian_for_a_user_who_is_not_root()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("VIGIE_FRESH_ROOT") is null, "this is the run in the fresh root");
        Thorough.Only();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a root");
        Assert.SkipUnless(await SucceedsAsync("command -v apt-get && command -v debootstrap && command -v ip"), "apt-get, debootstrap or ip is not installed");
        Assert.SkipUnless(await SucceedsAsync("unshare --mount --pid --fork mount -t tmpfs none /mnt"), "mounting is not allowed here");

        string readme = await File.ReadAllTextAsync(Checkout.At("README.md"), TestContext.Current.CancellationToken);
        Assert.Contains("```sh\n./tools/demo ", readme, StringComparison.Ordinal);
        Assert.Contains("\n./tools/test ", readme, StringComparison.Ordinal);
        (int exit, IReadOnlyList<string> lines) = await Script.RunAsync(
            Checkout.Root, Limit, ShowStage, Checkout.At("tests/Vigie.Scenarios/FreshRoot/fresh-root.sh"), Checkout.Root, Checkout.Cache);

        Assert.True(exit == 0, string.Join('\n', lines.TakeLast(80)));
        Assert.Contains(lines, line => line.StartsWith("fresh root: ./tools/demo --fast without a network: ", StringComparison.Ordinal));
    }

    private static async Task<bool> SucceedsAsync(string command) =>
        (await Script.RunAsync(Checkout.Root, TimeSpan.FromSeconds(30), _ => { }, "-c", command)).Exit == 0;

    private static void ShowStage(string line)
    {
        if (line.StartsWith("fresh root: ", StringComparison.Ordinal))
        {
            Console.Error.WriteLine(line);
        }
    }
}
