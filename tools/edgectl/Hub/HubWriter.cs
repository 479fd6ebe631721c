using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using MQTTnet.Exceptions;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// Takes what came, many messages a transaction, and acknowledges each once it is durable and not before. A disk that is full stops it:
/// nothing is acknowledged, and it goes on when there is room.
/// </summary>
/// <param name="options">The database and its name.</param>
/// <param name="store">Writes.</param>
/// <param name="book">Told what is durable.</param>
/// <param name="say">Says a line to people.</param>
/// <param name="time">For the pauses while the disk refuses.</param>
internal sealed class HubWriter(HubOptions options, HubStore store, ReceiptBook book, Action<string> say, TimeProvider time)
{
    /// <summary>Most messages of a transaction.</summary>
    public const int MostInBatch = 2000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    // SQLite's result codes: these may pass, any other does not.
    private static readonly int[] Passing = [5, 10, 13];

    private readonly List<HubMessage> _batch = [];

    /// <summary>What it all came to.</summary>
    public Stored Totals { get; } = new();

    /// <summary>Writes until nothing more comes.</summary>
    /// <param name="arrivals">What comes.</param>
    /// <param name="giveUp">Ends the wait for a disk that refuses: the broker sends again what was not acknowledged.</param>
    /// <exception cref="Vigie.Core.Fault">The database cannot be used any more.</exception>
    public async Task RunAsync(ChannelReader<HubMessage> arrivals, CancellationToken giveUp)
    {
        while (await arrivals.WaitToReadAsync(CancellationToken.None))
        {
            _batch.Clear();
            while (_batch.Count < MostInBatch && arrivals.TryRead(out HubMessage? message))
            {
                _batch.Add(message);
            }

            HubItem[] items = [.. _batch.Select(HubReader.Read)];
            if (!await TryWriteAsync(items, giveUp))
            {
                return;
            }

            await AcknowledgeAsync();
        }
    }

    private async Task<bool> TryWriteAsync(HubItem[] items, CancellationToken giveUp)
    {
        TimeSpan pause = FirstPause;
        for (int failures = 0; ; failures++)
        {
            try
            {
                Take(store.Commit(items));
                foreach (HubItem.OfReceipt receipt in items.OfType<HubItem.OfReceipt>())
                {
                    Hear(receipt);
                }

                if (failures > 0)
                {
                    say($"{options.Database}: can be written again; goes on");
                }

                return true;
            }
            catch (SqliteException error) when (Passing.Contains(error.SqliteErrorCode))
            {
                if (failures == 0)
                {
                    say($"{options.Database}: cannot be written ({error.Message}): nothing is acknowledged until it can");
                }
            }
            catch (SqliteException error)
            {
                throw HubDatabase.FaultOf(options.Database, error);
            }

            if (giveUp.IsCancellationRequested || await Task.WhenAny(Task.Delay(pause, time, giveUp)) is { IsCanceled: true })
            {
                return false;
            }

            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    private void Take(Stored stored)
    {
        (Totals.New, Totals.Repeated, Totals.Aside) = (Totals.New + stored.New, Totals.Repeated + stored.Repeated, Totals.Aside + stored.Aside);
        stored.Alarms.ForEach(alarm => say("ALARM " + alarm));
        foreach ((Topics device, Identity identity) in stored.Held)
        {
            book.Add(device, identity);
        }
    }

    private void Hear(HubItem.OfReceipt item)
    {
        if (item.Record.Hub != options.Name)
        {
            if (item.Record.Lease > 0)
            {
                say($"{item.Device.Site}/{item.Device.Device}: the hub {item.Record.Hub} has confirmed to this box: only one may");
            }
        }
        else if (book.Hear(item.Device, item.Record) is { Count: > 0 } lacking)
        {
            Take(store.Miss(item.Device, lacking, item.Message.Received));
        }
    }

    // All of a batch are handed over in order before the first is waited for: one by one, each would wait for its turn at the line.
    private async Task AcknowledgeAsync()
    {
        try
        {
            await Task.WhenAll(_batch.Select(message => message.Acknowledge()));
        }
        catch (Exception error) when (error is MqttCommunicationException or InvalidOperationException or OperationCanceledException)
        {
            say($"{options.Broker}: what was just written was not acknowledged ({error.GetBaseException().Message}): the broker sends it again");
        }
    }
}
