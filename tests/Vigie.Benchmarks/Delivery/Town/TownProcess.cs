using System.Diagnostics;
using System.Globalization;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>
/// The boxes, in a process of their own. It obeys lines: <c>town START COUNT</c> and <c>bare START COUNT</c> (a Stopwatch time, which all processes
/// share, and how many events), and answers <c>done</c>; at the end of them it ends in order.
/// </summary>
internal sealed class TownProcess(TownPlan plan, int port, string folder)
{
    private readonly TownBox[] _boxes = [.. Enumerable.Range(0, plan.Boxes).Select(number => new TownBox(folder, port, number))];
    private readonly BarePublisher[] _bare = [.. Enumerable.Range(0, plan.Boxes).Select(number => new BarePublisher(number))];

    public async Task<int> RunAsync()
    {
        foreach (TownBox box in _boxes)
        {
            box.Start();
        }

        foreach (BarePublisher publisher in _bare)
        {
            await publisher.ConnectAsync(port);
        }

        while (!_boxes.All(box => box.Connected))
        {
            await Task.Delay(100);
        }

        Console.WriteLine("ready");
        while (Console.In.ReadLine() is { } line)
        {
            await ObeyAsync(line.Split(' '));
            Console.WriteLine("done");
        }

        await Task.WhenAll(_boxes.Select(box => box.DisposeAsync().AsTask()));
        Array.ForEach(_bare, publisher => publisher.Dispose());
        return 0;
    }

    private async Task ObeyAsync(string[] words)
    {
        (long start, int count) = (long.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
        if (words[0] == TownPlan.BoxSite)
        {
            Produce(start, count, number => _boxes[number].Append());
            return;
        }

        Produce(start, count, number => _bare[number].Publish());
        await Task.WhenAll(_bare.Select(publisher => publisher.DeliveredAsync()));
    }

    // Never waits for what is under way: an event that is due is said, however the others fare.
    private void Produce(long start, int count, Action<int> say)
    {
        for (int number = 0; number < count;)
        {
            for (; number < count && start + plan.Due(number) <= Stopwatch.GetTimestamp(); number++)
            {
                say(number % plan.Boxes);
            }

            Thread.Sleep(1);
        }
    }
}
