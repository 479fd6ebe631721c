using System.Globalization;
using MQTTnet.Protocol;
using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>Who gets past the broker's rules floods the topics from which a box takes something, while events flow.</summary>
internal static class CommandRows
{
    private const int Rate = 200;
    private const int PerSecond = 1_000;

    // The largest that MQTT can name: 268,435,455 bytes with the topic (section 2.1.4).
    private const long Huge = 268_435_400;

    // What a box may grow by, meanwhile, and still not have taken what came.
    private const double MostGrowth = 64;

    public static Row[] All { get; } =
    [
        new("1,000 commands/s: forged, another box's, noise", PlayFloodAsync),
        new("10,000 commands replayed", PlayReplayAsync),
        // There the broker alone has to do with it.
        new("256 MB on the topic command", stage => PlayHugeAsync(stage, old: false), OnlyLong: true),
        new("256 MB on the topic receipt, retained, MQTT 3.1.1", stage => PlayHugeAsync(stage, old: true)),
    ];

    private static async Task<(Tally Tally, string Note)> PlayFloodAsync(Stage stage)
    {
        int count = PerSecond * stage.Times(5, 600);
        (CommandSender sender, Receiver receiver, BoxProcess box) = await StartAsync(stage, await new Mosquitto(stage).StartAsync());
        double before = box.Status!.MostMegabytes;
        byte[][] letters = [.. Enumerable.Range(1, 100).SelectMany(i => new[] { sender.Forged(i), sender.Ping(i, "town/box-2"), "stop"u8.ToArray() })];
        await sender.SendAsync(letters, count, PerSecond, MqttQualityOfServiceLevel.AtMostOnce, stage.Stop);
        // The right key is still heard; it says so until it is, for what waits may leave no room.
        long counter = 1_000;
        await SendUntilAsync(stage, box, () => sender.SendAsync([sender.Ping(++counter)], 1, PerSecond, MqttQualityOfServiceLevel.AtLeastOnce, stage.Stop));
        CommandCount seen = box.Status!.Commands!;
        // What finds no room on the line, a broker may drop (QoS 0).
        string? problem = seen.Refused + seen.Unread <= count / 10 ? $"only {seen} of {count}" : null;
        return await CountAsync(stage, box, receiver, problem, before, string.Create(
            CultureInfo.InvariantCulture, $"{count:N0} sent; {seen.Refused:N0} judged and refused, {seen.Unread:N0} dropped unread; a good one was taken after"));
    }

    private static async Task<(Tally Tally, string Note)> PlayReplayAsync(Stage stage)
    {
        const int Good = 20;
        const int Replays = 10_000;
        (CommandSender sender, Receiver receiver, BoxProcess box) = await StartAsync(stage, await new Mosquitto(stage).StartAsync());
        double before = box.Status!.MostMegabytes;
        byte[][] letters = [.. Enumerable.Range(1, Good).Select(counter => sender.Ping(counter))];
        await sender.SendAsync(letters, Good, perSecond: 10, MqttQualityOfServiceLevel.AtLeastOnce, stage.Stop);
        await stage.UntilAsync(() => box.Status!.Commands!.Taken == Good, "the box takes what is good");
        await sender.SendAsync(letters, Replays, 2 * PerSecond, MqttQualityOfServiceLevel.AtLeastOnce, stage.Stop);
        await stage.UntilAsync(() => box.Status!.Commands is { } count && count.Refused + count.Unread >= Replays, "each replay comes to the box");
        CommandCount seen = box.Status!.Commands!;
        string? problem = seen.Taken == Good ? null : $"{seen.Taken - Good} replays were taken";
        return await CountAsync(stage, box, receiver, problem, before, string.Create(
            CultureInfo.InvariantCulture, $"{Good} taken, once; of the replays {seen.Refused:N0} judged and refused, {seen.Unread:N0} dropped unread"));
    }

    private static async Task<(Tally Tally, string Note)> PlayHugeAsync(Stage stage, bool old)
    {
        if (!Tool.Exists("mosquitto_pub"))
        {
            throw new RowSkipped("no mosquitto_pub here: tools/prepare mosquitto-clients");
        }

        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        (_, Receiver receiver, BoxProcess box) = await StartAsync(stage, broker, old);
        double before = box.Status!.MostMegabytes;
        string file = stage["huge"];
        using (FileStream empty = new(file, FileMode.CreateNew))
        {
            empty.SetLength(Huge);
        }

        string[] where = old ? ["-r", "-t", Producer.Topics.Receipt] : ["-t", Producer.Topics.Command];
        Tool.Run(["mosquitto_pub", "-h", broker.Host, "-p", $"{broker.Port}", "-q", "1", "-f", file, .. where]);
        bool said = !old || await stage.PatientlyAsync(() => box.Status?.Oversized > 0, TimeSpan.FromSeconds(30));
        int arrived = receiver.Arrivals.Count;
        await stage.UntilAsync(() => receiver.Arrivals.Count > arrived + Rate && box.Status is { Connected: true }, "events go on");
        string? problem = said ? null : "the box did not say that something was too large";
        return await CountAsync(stage, box, receiver, problem, before, old ? "the box ends the connection at the packet's header, and then asks for no topics" : "the broker is told what a box takes, and keeps it to itself");
    }

    private static async Task<(CommandSender Sender, Receiver Receiver, BoxProcess Box)> StartAsync(Stage stage, Mosquitto broker, bool old = false)
    {
        CommandSender sender = stage.Keep(new CommandSender(stage["operator.pem"]));
        await sender.ConnectAsync(broker, stage.Stop);
        // Without a hub: what is too large may keep a box from hearing one.
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port, Hub: false, Old: old));
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { Rate = Rate, Old = old, Operator = sender.Operator });
        await box.StartAsync();
        await box.ConnectedAsync();
        await stage.UntilAsync(() => receiver.Arrivals.Count > Rate, "events flow");
        return (sender, receiver, box);
    }

    private static async Task SendUntilAsync(Stage stage, BoxProcess box, Func<Task> sendAsync)
    {
        const int Tries = 60;
        for (int i = 0; i < Tries; i++)
        {
            await sendAsync();
            if (await stage.PatientlyAsync(() => box.Status!.Commands!.Taken > 0, TimeSpan.FromSeconds(1)))
            {
                return;
            }
        }

        throw new RowFailure($"of {Tries} good commands none was taken");
    }

    private static async Task<(Tally Tally, string Note)> CountAsync(Stage stage, BoxProcess box, Receiver receiver, string? problem, double before, string note)
    {
        double growth = box.Status!.MostMegabytes - before;
        Tally tally = await Tally.OfAsync(stage, box, receiver);
        problem ??= growth > MostGrowth ? string.Create(CultureInfo.InvariantCulture, $"its memory grew by {growth:0} MB") : null;
        return (tally with { Problem = tally.Problem ?? problem }, string.Create(CultureInfo.InvariantCulture, $"{note}; its memory grew by {growth:0} MB"));
    }
}
