using System.Globalization;
using System.Threading.Channels;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// The hub: hears boxes in a session that the broker keeps, writes down what comes, acknowledges it, and confirms it to the boxes.
/// </summary>
/// <param name="options">What is asked.</param>
/// <param name="database">Its file; the caller's to dispose of.</param>
/// <param name="say">Says a line to people.</param>
/// <param name="time">For pauses, receipts and times of arrival.</param>
internal sealed class HubService(HubOptions options, HubDatabase database, Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // Receipts that the broker has kept come right after the subscription to them.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private bool _wasConnected;

    /// <summary>Serves until told to stop; connects again whenever a connection is lost.</summary>
    /// <exception cref="Fault">The first connection fails, or the database cannot be used.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using HubStore store = new(database);
        ReceiptBook book = Open();
        HubWriter writer = new(options, store, book, say, time);
        say($"{options.Database}: {Plural(book.Devices, "box", "boxes")}, {Plural(database.Number("SELECT count(*) FROM record"), "record", "records")}");
        Backoff backoff = new(FirstDelay, Random.Shared);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(writer, book, backoff, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Fault fault) when (_wasConnected && fault.Kind is FaultKind.Unavailable or FaultKind.Timeout or FaultKind.Denied)
            {
                TimeSpan delay = FirstDelay + backoff.Next(LongestDelay);
                say(string.Create(CultureInfo.InvariantCulture, $"{fault.Subject}: {fault.Problem}; next try in {delay.TotalSeconds:0.0} s"));
                await Task.WhenAny(Task.Delay(delay, time, stop));
            }
        }

        Stored totals = writer.Totals;
        say($"{Plural(totals.New, "record", "records")} new, {totals.Repeated} came again, {totals.Aside} kept aside; the leases go on");
    }

    /// <summary>Hears what the broker has kept for this hub, then takes leave of every box.</summary>
    /// <returns>Of how many.</returns>
    /// <exception cref="Fault">The broker is not there, or refuses; or the disk does.</exception>
    public async Task<int> LeaveAsync(TimeSpan quiet, CancellationToken stop)
    {
        using HubStore store = new(database);
        ReceiptBook book = Open();
        HubWriter writer = new(options, store, book, say, time);
        Channel<HubMessage> arrivals = NewChannel();
        await using HubConnection connection = new(options, arrivals.Writer, time);
        await connection.OpenAsync(stop);
        Task writing = writer.RunAsync(arrivals.Reader, stop);
        await connection.QuietAsync(quiet, stop);
        arrivals.Writer.Complete();
        await writing;
        IReadOnlyList<(Topics Device, ReceiptRecord Receipt)> leave = book.Leave();
        foreach ((Topics device, ReceiptRecord receipt) in leave)
        {
            if (await connection.ConfirmAsync(device, receipt) is string problem)
            {
                throw new Fault(FaultKind.Denied, device.Receipt, problem, "The hub needs the role that may write receipts.");
            }
        }

        return leave.Count;
    }

    private ReceiptBook Open()
    {
        ReceiptBook book = new(options, (device, boot) => new RangeSet(database.Ranges(device, boot)), time);
        foreach ((long id, Topics device) in database.Devices())
        {
            foreach ((_, Boot boot) in database.Boots(id, ReceiptRecord.MostRuns).Reverse())
            {
                book.Know(device, boot);
            }
        }

        return book;
    }

    private async Task RunOnceAsync(HubWriter writer, ReceiptBook book, Backoff backoff, CancellationToken stop)
    {
        Channel<HubMessage> arrivals = NewChannel();
        using CancellationTokenSource giveUp = new();
        await using HubConnection connection = new(options, arrivals.Writer, time);
        Task writing = writer.RunAsync(arrivals.Reader, giveUp.Token);
        try
        {
            await connection.OpenAsync(stop);
            _wasConnected = true;
            backoff.Reset();
            say($"{options.Broker}: connected as {options.Name}");
            Task confirming = ConfirmAsync(connection, book, stop);
            await Task.WhenAny(writing, confirming, connection.Lost);
            if (!stop.IsCancellationRequested && connection.Lost.IsCompleted)
            {
                throw new Fault(FaultKind.Unavailable, options.Broker.ToString(), $"the connection is lost ({await connection.Lost})", "Start the broker again.");
            }
        }
        finally
        {
            // What has come already is written and acknowledged; without room for it, or without a connection, it comes again.
            arrivals.Writer.TryComplete();
            if (connection.Lost.IsCompleted)
            {
                await giveUp.CancelAsync();
            }

            giveUp.CancelAfter(TimeSpan.FromSeconds(5));
            await writing;
        }

        await ConfirmDueAsync(connection, book, last: true, new HashSet<string>());
    }

    private async Task ConfirmAsync(HubConnection connection, ReceiptBook book, CancellationToken stop)
    {
        HashSet<string> said = [];
        await Task.WhenAny(Task.Delay(Settling, time, stop));
        book.Connected();
        while (!stop.IsCancellationRequested && !connection.Lost.IsCompleted)
        {
            await ConfirmDueAsync(connection, book, last: false, said);
            await Task.WhenAny(Task.Delay(Look, time, stop));
        }
    }

    private async Task ConfirmDueAsync(HubConnection connection, ReceiptBook book, bool last, HashSet<string> said)
    {
        const int AtOnce = 64;
        foreach ((Topics Device, ReceiptRecord Receipt)[] some in book.TakeDue(last).Chunk(AtOnce))
        {
            string?[] problems = await Task.WhenAll(some.Select(due => connection.ConfirmAsync(due.Device, due.Receipt)));
            foreach ((Topics device, string problem) in some.Zip(problems).Where(pair => pair.Second is not null).Select(pair => (pair.First.Device, pair.Second!)))
            {
                book.Failed(device);
                if (said.Add(problem))
                {
                    say($"{device.Receipt}: {problem}: boxes do not hear this hub");
                }
            }
        }
    }

    // The broker sends so many at most before it waits for us.
    private static Channel<HubMessage> NewChannel() =>
        Channel.CreateBounded<HubMessage>(new BoundedChannelOptions(2 * HubWriter.MostInBatch) { SingleReader = true });

    private static string Plural(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
