using System.Globalization;
using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;
using Vigie.Delivery.Mqtt;

namespace Vigie.Chaos.Rows;

/// <summary>What a box shows its town's broker (tools/brokers) is missing, wrong, taken back, too old, somebody else's; then right, then renewed.</summary>
internal static class CertificateRows
{
    public static Row[] All { get; } =
    [
        new("certificate: none", stage => PlayAsync(stage, _ => { })),
        new("certificate of another authority", stage => PlayAsync(stage, town => town.GiveAnothers())),
        new("certificate revoked", stage => PlayAsync(stage, town => town.GiveRevoked())),
        new("certificate expired", stage => PlayAsync(stage, town => town.GiveExpired())),
        new("another box's topic: the broker's rules deny it", stage => PlayAsync(stage, town => town.Give("town/box-2"), "reason 135")),
        new("certificate renewed while events flow", PlayRenewalAsync),
    ];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage, Action<Town> give, string words = "")
    {
        Town town = await new Town(stage).StartAsync();
        using TlsMaterial own = town.Receiver();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions("127.0.0.1", town.Port, Certificates: own));
        give(town);
        BoxProcess box = stage.Box(stage.BoxFor(town.Address) with { Certificates = town.BoxFiles });
        await box.StartAsync();
        await stage.UntilAsync(() => box.Status is { Problem: not null, Connected: false, Waiting: > 100 }, "the box is refused, and says so");
        string problem = box.Status!.Problem!;
        if (!problem.Contains(words, StringComparison.Ordinal) || receiver.Arrivals.Count > 0)
        {
            throw new RowFailure($"{receiver.Arrivals.Count} events came, and the box says: {problem}");
        }

        bool none = !File.Exists(Path.Combine(town.BoxFiles, "box.crt"));
        town.Give("town/box-1");
        if (none)
        {
            // Its configuration names one now, which is read at the start.
            await box.EndAsync();
            await box.StartAsync();
        }

        await box.ConnectedAsync();
        return (await Tally.OfAsync(stage, box, receiver), Short(problem));
    }

    // Without the broker's address, and without what to do about it.
    private static string Short(string problem) => "it said: " + problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(". ")[0];

    private static async Task<(Tally Tally, string Note)> PlayRenewalAsync(Stage stage)
    {
        Town town = await new Town(stage).StartAsync();
        using TlsMaterial own = town.Receiver();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions("127.0.0.1", town.Port, Certificates: own));
        town.Give("town/box-1");
        BoxProcess box = stage.Box(stage.BoxFor(town.Address) with { Certificates = town.BoxFiles });
        await box.StartAsync();
        await box.HubInForceAsync();
        int times = stage.Times(3, 50);
        for (int i = 0; i < times; i++)
        {
            DateTimeOffset? ends = box.Status!.CertificateEnds;
            town.Give("town/box-1");
            await stage.UntilAsync(() => box.Status is { Connected: true, CertificateEnds: not null } status && status.CertificateEnds != ends, "the new certificate is shown");
        }

        return (await Tally.OfAsync(stage, box, receiver), string.Create(CultureInfo.InvariantCulture, $"renewed {times} times"));
    }
}
