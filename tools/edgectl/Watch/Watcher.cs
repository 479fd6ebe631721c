namespace Vigie.Edgectl.Watch;

/// <summary>Takes arrivals, counts them and shows them, one at a time.</summary>
/// <param name="view">Where they are shown.</param>
/// <param name="enough">After how many events the watch has seen enough; none: never.</param>
/// <param name="end">Called then.</param>
public sealed class Watcher(IView view, int? enough, Action end)
{
    private readonly Lock _gate = new();
    private readonly MessageReader _reader = new();
    private int _events;
    private long _payloadBytes;
    private long _packetBytes;

    /// <summary>What it amounted to.</summary>
    public WatchTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return new WatchTotals(_events, _reader.Ledger.Duplicates, _reader.Ledger.Gaps, _payloadBytes, _packetBytes);
            }
        }
    }

    /// <summary>Takes one.</summary>
    public void Take(Arrival arrival)
    {
        lock (_gate)
        {
            Reading reading = _reader.Read(arrival);
            if (reading is Reading.OfEvent happened)
            {
                _events += happened.Entry.Repeated ? 0 : 1;
                _payloadBytes += arrival.Payload.Length;
                _packetBytes += arrival.PacketBytes;
            }

            view.Show(reading);
            if (_events >= enough)
            {
                end();
            }
        }
    }

    /// <summary>Says what happens to the connection.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            view.Say(line);
        }
    }
}
