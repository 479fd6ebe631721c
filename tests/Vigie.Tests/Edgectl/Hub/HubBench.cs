using Microsoft.Extensions.Time.Testing;
using Vigie.Contract;
using Vigie.Delivery.Mqtt;
using Vigie.Edgectl.Access;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>A hub's database in a folder of its own, and messages to put into it.</summary>
internal sealed class HubBench : IDisposable
{
    public HubBench()
    {
        Folder = Directory.CreateTempSubdirectory("vigie-hub-").FullName;
        File = Path.Combine(Folder, "hub.db");
        Options = new HubOptions(
            new BrokerAccess(new BrokerAddress("127.0.0.1", 1), new TlsFiles(null, null, null, null), null), File, "room",
            TimeSpan.FromDays(7), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), MqttVersion.Five);
        Database = HubDatabase.OpenForWriting(File);
        Store = new HubStore(Database);
        Book = new ReceiptBook(Options, (device, boot) => new RangeSet(Database.Ranges(device, boot)), Time);
    }

    public static Topics Device { get; } = Topics.TryCreate("saint-denis", "box-7", out Topics? topics, out string problem) ? topics : throw new InvalidOperationException(problem);

    public string Folder { get; }

    public string File { get; }

    public HubOptions Options { get; }

    public HubDatabase Database { get; }

    public HubStore Store { get; }

    public ReceiptBook Book { get; }

    public FakeTimeProvider Time { get; } = new(Samples.Moment);

    public List<Loss> Losses => [.. new LossReport(Database).Read()];

    public IReadOnlyList<string> Alarms => Database.Read("SELECT kind || ': ' || text FROM alarm ORDER BY id", row => row.GetString(0));

    public static HubMessage Message(string name, byte[] payload, bool retained = false, string? contentType = null) =>
        new(Device.Of(name), contentType, payload, retained, Samples.Moment, () => Task.CompletedTask);

    public static HubMessage Event(Boot boot, uint sequence, uint? previous = null, bool retained = false) => Message(
        "event/intrusion",
        (Samples.Start with { Identity = new(boot, sequence, previous), Signal = sequence }).Encode(WireEncoding.Cbor),
        retained);

    /// <summary>Commits, and tells the book.</summary>
    public Stored Take(params IEnumerable<HubMessage> messages)
    {
        Stored stored = Store.Commit([.. messages.Select(HubReader.Read)]);
        stored.Held.ForEach(held => Book.Add(held.Device, held.Identity));
        return stored;
    }

    public void Dispose()
    {
        Store.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
