using Vigie.Appliance.Replay;

namespace Vigie.Tests.Appliance;

public sealed class ReplayIdentityTests
{
    private static readonly ReplayOptions Options = new(
        "clip.avi", null, null, null, true, null, null, null, [], DateTimeOffset.UnixEpoch, TimeSpan.Zero, false);

    private static readonly byte[] Clip = [1], Configuration = [2], Model = [3];

    [Fact]
    public void The_same_input_has_the_same_boot()
    {
        Assert.Equal(Nonce(Options), Nonce(Options with { Fast = false, Events = "elsewhere.jsonl", Json = true }));
    }

    [Fact]
    public void Whatever_changes_what_comes_out_changes_the_boot()
    {
        uint[] all =
        [
            Nonce(Options),
            Nonce(Options with { StartTime = DateTimeOffset.UnixEpoch.AddSeconds(1) }),
            Nonce(Options with { Classes = ["person"] }),
            Nonce(Options with { Camera = "other" }),
            ReplayIdentity.Nonce([9], Configuration, Model, Options),
            ReplayIdentity.Nonce(Clip, [9], Model, Options),
            ReplayIdentity.Nonce(Clip, Configuration, [9], Options),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private static uint Nonce(ReplayOptions options) => ReplayIdentity.Nonce(Clip, Configuration, Model, options);
}
